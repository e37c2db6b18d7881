/** The search field of a list, named for what it finds. */
import { SearchInput, useTranslate } from "react-admin";

interface Props {
  hint: string;
  source: "q";
  alwaysOn: true;
}

export function Search({ hint, source, alwaysOn }: Props) {
  const words = useTranslate()(hint);
  return (
    <SearchInput
      source={source}
      alwaysOn={alwaysOn}
      placeholder={words}
      slotProps={{ htmlInput: { "aria-label": words } }}
      sx={{ minWidth: { sm: 240 }, "& .MuiInputBase-root": { minHeight: 48 } }}
    />
  );
}
