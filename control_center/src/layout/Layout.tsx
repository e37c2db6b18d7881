/** The frame of every page: bar, menu, the connection's state, and the login that may have ended. */
import Box from "@mui/material/Box";
import type { ReactNode } from "react";
import {
  AppBar,
  Layout as RaLayout,
  RefreshIconButton,
  Logout,
  TitlePortal,
  ToggleThemeButton,
  UserMenu,
  useGetIdentity,
  useTranslate,
} from "react-admin";
import { MyAccountItem } from "../account/MyAccountItem";
import { BoardProvider } from "../board/BoardProvider";
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

const Bar = () => (
  <AppBar
    color="secondary"
    userMenu={<WhoIAm />}
    toolbar={
      <>
        <StreamMark />
        <LanguageButton />
        <ToggleThemeButton />
        <RefreshIconButton />
      </>
    }
  >
    <TitlePortal component="h1" />
  </AppBar>
);

export function Layout({ children }: { children: ReactNode }) {
  useLanguageOfThePage();
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
