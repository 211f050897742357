/* What an address remembers of a list: filters without their empty fields, from the first page. */

/** The address with one filter dropped, back on the first page. */
export function without(address: string, name: string): string {
  const url = new URL(address);
  url.searchParams.delete(name);
  url.searchParams.delete("page");
  return url.href;
}

/** Remove the fields that say nothing, so that an address can be read and shared. */
export function dropEmpty(data: FormData): void {
  for (const name of new Set(data.keys())) {
    const said = data.getAll(name).filter((value) => value !== "");
    data.delete(name);
    for (const value of said) data.append(name, value);
  }
}

/** Letters without their marks, in lower case: "Nhiệm vụ" is found by "nhiem". */
export function plain(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
}
