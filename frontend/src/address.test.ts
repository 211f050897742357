import { expect, it } from "vitest";
import { dropEmpty, plain, without } from "./address";

it("drops one filter and returns to the first page", () => {
  expect(without("https://lachan.example/tasks/?unit=96&state=done&page=3", "state")).toBe(
    "https://lachan.example/tasks/?unit=96",
  );
});

it("keeps every value of a field that has several, and no empty one", () => {
  const data = new FormData();
  data.append("q", "");
  data.append("state", "done");
  data.append("state", "");
  data.append("state", "returned");
  dropEmpty(data);
  expect([...data.entries()]).toEqual([
    ["state", "done"],
    ["state", "returned"],
  ]);
});

it("finds Vietnamese words typed without marks", () => {
  expect(plain("Văn bản đến")).toBe("van ban den");
  expect(plain("ĐỊA BÀN")).toBe("dia ban");
});
