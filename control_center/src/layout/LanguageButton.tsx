/** The switch between the two languages; it names the one that it switches to. */
import Translate from "@mui/icons-material/Translate";
import Button from "@mui/material/Button";
import { useEffect } from "react";
import { useLocaleState } from "react-admin";

const OTHER = {
  id: { locale: "en", short: "EN", name: "English" },
  en: { locale: "id", short: "ID", name: "Bahasa Indonesia" },
} as const;

/** Tells the browser, and whoever reads the page aloud, which language it is in. */
export function useLanguageOfThePage(): void {
  const [locale] = useLocaleState();
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
}

export function LanguageButton() {
  const [locale, setLocale] = useLocaleState();
  const other = OTHER[locale === "en" ? "en" : "id"];
  return (
    <Button
      color="inherit"
      lang={other.locale}
      aria-label={`${other.short} · ${other.name}`}
      startIcon={<Translate />}
      onClick={() => setLocale(other.locale)}
      sx={{ minWidth: 0, "& .MuiButton-startIcon": { display: { xs: "none", sm: "inherit" } } }}
    >
      {other.short}
    </Button>
  );
}
