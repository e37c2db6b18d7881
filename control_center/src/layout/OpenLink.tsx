/** The name of a record in a table as a link: rows open on a click, links with the keyboard, too. */
import type { ReactNode } from "react";
import { useCreatePath, useRecordContext, useResourceContext } from "react-admin";
import { Link } from "react-router-dom";

interface Props {
  type?: "show" | "edit";
  children: ReactNode;
}

export function OpenLink({ type = "show", children }: Props) {
  const record = useRecordContext();
  const resource = useResourceContext();
  const path = useCreatePath();
  if (!record || !resource) return null;
  return (
    <Link to={path({ resource, id: record.id, type })} onClick={(event) => event.stopPropagation()}>
      {children}
    </Link>
  );
}
