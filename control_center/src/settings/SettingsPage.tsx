/** The settings: read by everybody here, changed by admins. */
import Alert from "@mui/material/Alert";
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import { useQuery } from "@tanstack/react-query";
import { Loading, Title, usePermissions, useTranslate } from "react-admin";
import { mayDo } from "../api/authProvider";
import type { Role } from "../api/types";
import { SETTINGS, SettingsForm, readSettings } from "./SettingsForm";
import { SettingsRead } from "./SettingsRead";
import { valuesOf } from "./values";

const LOOK_AGAIN_MS = 10_000;

export function SettingsPage() {
  const translate = useTranslate();
  const { permissions } = usePermissions<Role>();
  const mayEdit = permissions !== undefined && mayDo(permissions, "settings", "edit");
  const { data, isError } = useQuery({
    queryKey: SETTINGS,
    queryFn: readSettings,
    staleTime: 0,
    refetchInterval: mayEdit ? false : LOOK_AGAIN_MS,
  });
  const ready = data && permissions !== undefined;
  return (
    <>
      <Title title="settings.title" />
      {isError && !data && <Alert severity="error">{translate("problems.unavailable")}</Alert>}
      {!isError && !ready && <Loading />}
      {ready && (
        <Card sx={{ maxWidth: 900 }}>
          <CardContent>
            <Alert severity="info" role="note" sx={{ mb: 2 }}>
              {translate(mayEdit ? "settings.applies" : "settings.read_only")}
            </Alert>
            {mayEdit ? <SettingsForm read={data} /> : <SettingsRead values={valuesOf(data)} />}
          </CardContent>
        </Card>
      )}
    </>
  );
}
