/** The frame of every page: bar, menu, the connection's state, and the login that may have ended. */
import Box from "@mui/material/Box";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { Theme } from "@mui/material/styles";
import { useEffect, type ReactNode } from "react";
import {
  AppBar,
  Layout as RaLayout,
  RefreshIconButton,
  Logout,
  TitlePortal,
  ToggleThemeButton,
  UserMenu,
  useGetIdentity,
  useSidebarState,
  useTranslate,
} from "react-admin";
import { MyAccountItem } from "../account/MyAccountItem";
import { BoardProvider } from "../board/BoardProvider";
import { useTheRestLater } from "../later";
import { RerouteProvider } from "../sessions/RerouteProvider";
import { LanguageButton, useLanguageOfThePage } from "./LanguageButton";
import { LoginAgain } from "./LoginAgain";
import { Menu } from "./Menu";
import { StreamBanner, StreamMark } from "./StreamMark";

function WhoIAm() {
  const { identity } = useGetIdentity();
  const translate = useTranslate();
  return (
    <UserMenu label={`${translate("ra.auth.user_menu")}: ${identity?.fullName ?? ""}`}>
      <MyAccountItem />
      <Logout />
    </UserMenu>
  );
}

/** On a phone the title needs the room: what moves by itself needs no button there. */
const AtADesk = ({ children }: { children: ReactNode }) => (
  <Box sx={{ display: { xs: "none", sm: "flex" } }}>{children}</Box>
);

const Bar = () => (
  <AppBar
    color="secondary"
    userMenu={<WhoIAm />}
    toolbar={
      <>
        <StreamMark />
        <LanguageButton />
        <AtADesk>
          <ToggleThemeButton />
          <RefreshIconButton />
        </AtADesk>
      </>
    }
  >
    <TitlePortal
      component="h1"
      sx={{ fontSize: { xs: 17, sm: 20 }, "& span": { display: "inline" } }}
    />
  </AppBar>
);

/** Where there is room the menu has words: react-admin would keep a narrow window's icons. */
function useMenuWithWords(): void {
  const wide = useMediaQuery<Theme>((theme) => theme.breakpoints.up("md"), { noSsr: true });
  const [, setOpen] = useSidebarState();
  useEffect(() => setOpen(wide), [wide, setOpen]);
}

export function Layout({ children }: { children: ReactNode }) {
  useLanguageOfThePage();
  useMenuWithWords();
  useTheRestLater();
  return (
    <BoardProvider>
      <RerouteProvider>
        <RaLayout appBar={Bar} menu={Menu}>
          <Box sx={{ pt: 2, minWidth: 0 }}>
            <StreamBanner />
            {children}
          </Box>
        </RaLayout>
      </RerouteProvider>
      <LoginAgain />
    </BoardProvider>
  );
}
