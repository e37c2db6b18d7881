/** One's own account: another password, which ends the other logins. */
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import {
  Form,
  PasswordInput,
  SaveButton,
  Title,
  minLength,
  required,
  useGetIdentity,
  useNotify,
  useRedirect,
  useTranslate,
} from "react-admin";
import { ApiError, ask } from "../api/http";

interface Typed {
  current: string;
  new: string;
  again: string;
}

const sameAsAbove = (value: string, all: Typed) =>
  value === all.new ? undefined : "account_page.differs";
const current = [required()];
const fresh = [required(), minLength(12, "user.password_short")];
const again = [required(), sameAsAbove];

export function MyAccount() {
  const translate = useTranslate();
  const notify = useNotify();
  const redirect = useRedirect();
  const { identity } = useGetIdentity();

  const change = async (typed: Typed) => {
    const body = { current: typed.current, new: typed.new };
    try {
      await ask("/v1/me/password", { method: "POST", body });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "invalid_credentials") return { current: "problems.wrong_password" };
      notify(error.message, { type: "error" });
      return error.body.errors as Record<string, string>;
    }
    notify("account_page.done", { type: "success" });
    redirect("/");
    return undefined;
  };

  return (
    <Card sx={{ maxWidth: 480 }}>
      <Title title="account_page.title" />
      <CardContent>
        <Typography>
          {identity?.fullName} · {identity?.email} ·{" "}
          {identity && translate(`roles.${identity.role as string}`)}
        </Typography>
        <Typography component="h2" variant="h6" sx={{ mt: 2 }}>
          {translate("account_page.password")}
        </Typography>
        <Typography color="text.secondary">{translate("account_page.help")}</Typography>
        <Form onSubmit={(typed: object) => change(typed as Typed)}>
          <PasswordInput
            source="current"
            label="account_page.current"
            validate={current}
            autoComplete="current-password"
          />
          <PasswordInput
            source="new"
            label="account_page.new"
            validate={fresh}
            autoComplete="new-password"
          />
          <PasswordInput
            source="again"
            label="account_page.again"
            validate={again}
            autoComplete="new-password"
          />
          <SaveButton label="account_page.password" />
        </Form>
      </CardContent>
    </Card>
  );
}
