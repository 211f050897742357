import { describe, expect, it } from "vitest";
import { ago, clockTime, deadline, span } from "./relative";

const at = (text: string): number => Date.parse(text);
const NOW = at("2021-09-15T16:05:00+07:00");

describe("a span of time", () => {
  it.each([
    [30_000, "dưới 1 phút"],
    [35 * 60_000, "35 phút"],
    [130 * 60_000, "2 giờ 10 phút"],
    [120 * 60_000, "2 giờ"],
    [24 * 3_600_000, "1 ngày"],
    [76 * 3_600_000 + 59 * 60_000, "3 ngày 4 giờ"],
  ])("of %d ms reads %s", (size, words) => {
    expect(span(size)).toBe(words);
  });
});

describe("a deadline", () => {
  it("says what is left, quietly while it is far", () => {
    expect(deadline(at("2021-09-16T12:00:00+07:00"), NOW)).toEqual({
      text: "còn 19 giờ 55 phút",
      tone: "neutral",
    });
  });
  it("warns from four hours before", () => {
    expect(deadline(at("2021-09-15T20:05:00+07:00"), NOW).tone).toBe("warn");
    expect(deadline(at("2021-09-15T20:06:00+07:00"), NOW).tone).toBe("neutral");
  });
  it("is met at its very last instant", () => {
    expect(deadline(NOW, NOW).tone).toBe("warn");
  });
  it("says how long it is past", () => {
    expect(deadline(at("2021-09-15T15:30:00+07:00"), NOW)).toEqual({
      text: "quá hạn 35 phút",
      tone: "danger",
    });
  });
});

describe("the past", () => {
  it("is counted for a day, then left to the date", () => {
    expect(ago(NOW - 20_000, NOW)).toBe("vừa xong");
    expect(ago(NOW - 5 * 60_000, NOW)).toBe("5 phút trước");
    expect(ago(NOW - 23 * 3_600_000, NOW)).toBe("23 giờ trước");
    expect(ago(NOW - 24 * 3_600_000, NOW)).toBeNull();
    expect(ago(NOW + 1, NOW)).toBeNull();
  });
});

it("shows the hour of Việt Nam, on any machine", () => {
  expect(clockTime(at("2021-09-15T09:05:00Z"))).toBe("16:05");
  expect(clockTime(at("2021-09-15T17:00:00Z"))).toBe("00:00");
});
