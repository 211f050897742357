import { describe, expect, it } from "vitest";

import { fillingOf } from "./card_filling";

describe("a scanned card", () => {
  it("of a citizen fills name, birth, sex and number, and tells the address apart", () => {
    expect(
      fillingOf("096090001124||Lý Thị Bé|12051990|Nữ|Khóm 1, Phường 5, Cà Mau|10052021\n"),
    ).toEqual({
      kind: "citizen",
      person: { full_name: "Lý Thị Bé", birth: "12/5/1990", sex: "female", number: "096090001124" },
      phone: "",
      residence: "Khóm 1, Phường 5, Cà Mau",
    });
  });

  it("of insurance fills the name out of its hexadecimal, and its own number", () => {
    const name = Buffer.from("Lý Thị Bé", "utf-8").toString("hex");
    expect(fillingOf(`GD4969612345678|${name}|12/05/1990|2|-|96 - 001`)).toMatchObject({
      kind: "insurance",
      person: { full_name: "Lý Thị Bé", birth: "12/5/1990", sex: "female", number: "GD4969612345678" },
    });
  });

  it("of the health QR fills the telephone too, and no number that is masked", () => {
    const read = fillingOf("0960xxxx1124|Lý Thị Bé|1990|0|Q1|2<0912345678");
    expect(read).toMatchObject({ kind: "health", phone: "0912345678" });
    expect(read).toHaveProperty("person", { full_name: "Lý Thị Bé", birth: "1990", sex: "female" });
  });

  it("that is none says what it is", () => {
    expect(fillingOf("LC1:ABC")).toBe("pass");
    expect(fillingOf("https://khaibao.example/A3C9XK")).toBe("code");
    expect(fillingOf("https://example.org/menu.pdf")).toBe("unknown");
  });
});
