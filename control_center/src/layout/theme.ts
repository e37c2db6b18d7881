/** Quiet colours with enough contrast for a night's work; dark when the machine is dark. */
import type { Theme, ThemeOptions } from "@mui/material/styles";
import { defaultDarkTheme, defaultLightTheme, type RaThemeOptions } from "react-admin";

const font = { fontFamily: "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif" };

const clearOnPhones = (theme: Omit<Theme, "components">) => ({
  [theme.breakpoints.down("sm")]: { backgroundColor: "transparent" },
});

const components: ThemeOptions["components"] = {
  MuiCssBaseline: {
    styleOverrides: ({ palette }: Theme) => ({
      a: { color: palette.primary.main },
      time: { whiteSpace: "nowrap" },
    }),
  },
  // Words are read faster than CAPITALS, and a title on a phone has no room for them.
  MuiButton: { styleOverrides: { root: { textTransform: "none" } } },
  MuiToggleButton: { styleOverrides: { root: { textTransform: "none" } } },
  // Actions stand on the page, in line with each other and with the filters beside them.
  RaTopToolbar: {
    styleOverrides: { root: ({ theme }) => ({ alignItems: "center", ...clearOnPhones(theme) }) },
  },
  RaListToolbar: { styleOverrides: { root: ({ theme }) => clearOnPhones(theme) } },
  MuiChip: { styleOverrides: { root: { borderRadius: 8 } } },
  MuiCard: { styleOverrides: { root: { borderRadius: 12 } } },
  MuiTooltip: { defaultProps: { arrow: true, describeChild: true } },
};

function theme(base: RaThemeOptions, palette: ThemeOptions["palette"]): RaThemeOptions {
  return {
    ...base,
    typography: { ...font, h6: { fontWeight: 700 } },
    shape: { borderRadius: 8 },
    sidebar: { width: 220, closedWidth: 56 },
    palette: { ...base.palette, ...palette },
    components: { ...base.components, ...components },
  } as unknown as RaThemeOptions;
}

export const lightTheme = theme(defaultLightTheme, {
  mode: "light",
  primary: { main: "#0f766e" },
  secondary: { main: "#0f5f59", contrastText: "#fff" },
  success: { main: "#1b6e3a" },
  warning: { main: "#8a4b00" },
  error: { main: "#b3261e" },
  info: { main: "#0b5cad" },
  background: { default: "#f4f6f6" },
});

export const darkTheme = theme(defaultDarkTheme, {
  mode: "dark",
  primary: { main: "#5eead4" },
  secondary: { main: "#134e4a", contrastText: "#fff" },
  success: { main: "#7ddc9a" },
  warning: { main: "#ffc46b" },
  error: { main: "#ff9d94" },
  info: { main: "#8cc4ff" },
  background: { default: "#10171a", paper: "#182226" },
});
