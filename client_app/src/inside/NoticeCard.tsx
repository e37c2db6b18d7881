/** What has ended, in kind words. */
import type { CustomerNotice } from "@halobestie/sdk";
import { Card, useSay, useWords } from "@halobestie/kit";
import { notices } from "../i18n/notices.ts";
import { subjectOf } from "./subject.ts";

export function NoticeCard({ notice }: { readonly notice: CustomerNotice }) {
  const say = useWords(notices);
  const subject = subjectOf(notice);
  useSay(subject && `${say[`${subject}_title`]}. ${say[subject]}`);
  return (
    subject && (
      <Card>
        <h2>{say[`${subject}_title`]}</h2>
        <p>{say[subject]}</p>
      </Card>
    )
  );
}
