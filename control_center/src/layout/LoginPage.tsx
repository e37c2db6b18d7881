/** The door: react-admin's login form, with the language to choose. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { Login, LoginForm, useTranslate } from "react-admin";
import { LanguageButton, useLanguageOfThePage } from "./LanguageButton";

export function LoginPage() {
  useLanguageOfThePage();
  const translate = useTranslate();
  return (
    <Login sx={{ backgroundImage: "none", backgroundColor: "secondary.main" }}>
      <Box sx={{ px: 2, display: "grid", justifyItems: "center", textAlign: "center" }}>
        <Typography component="h1" sx={{ fontSize: 18, fontWeight: 700, maxWidth: 268 }}>
          {translate("login.title")}
        </Typography>
      </Box>
      <LoginForm />
      <Box sx={{ display: "flex", justifyContent: "center", pb: 2, color: "text.primary" }}>
        <LanguageButton />
      </Box>
    </Login>
  );
}
