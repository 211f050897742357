/* What the scanning of cards says; apart from words.ts, since only two pages scan. */

const vi = {
  starting: "Đang mở máy ảnh…",
  aim: "Đưa mã QR trên thẻ vào khung. Nếu máy không đọc được, hãy chụp hoặc chọn ảnh thẻ.",
  denied:
    "Trình duyệt chưa được phép dùng máy ảnh. Hãy cho phép trong cài đặt của trang này, hoặc chụp hay chọn ảnh thẻ.",
  noCamera: "Không mở được máy ảnh trên máy này. Hãy chụp hoặc chọn ảnh thẻ.",
  noReader: "Không tải được bộ đọc mã. Hãy kiểm tra mạng rồi bấm lại, hoặc gõ tay.",
  reading: "Đang đọc ảnh…",
  noPicture: "Tệp này không phải là ảnh đọc được. Hãy chọn ảnh khác.",
  nothing:
    "Không thấy mã QR nào trong ảnh. Hãy chụp lại gần hơn, đủ sáng và không lóa, để cả mã nằm trong ảnh.",
  unknown:
    "Mã này không phải của thẻ căn cước, mã QR y tế hay thẻ bảo hiểm y tế. Hãy quét mã khác hoặc gõ tay.",
  pass: "Đây là mã cá nhân do tỉnh cấp, không ghi họ tên. Hãy quét thẻ căn cước, mã QR y tế hoặc thẻ bảo hiểm y tế.",
  code: "Đây là mã của một địa điểm hoặc một tờ khai, không phải thẻ. Hãy quét thẻ căn cước, mã QR y tế hoặc thẻ bảo hiểm y tế.",
  twice: "Thẻ này đã điền cho người {n}. Hãy quét thẻ của người khác.",
  filled: "Đã điền từ {card}: {words}. Hãy so lại với thẻ và sửa nếu sai.",
  birth: "sinh {words}",
  number: "số {words}",
  male: "nam",
  female: "nữ",
  phone: "điện thoại {words}",
  residence: "Địa chỉ trên thẻ: {words}.",
  useResidence: "Tôi về ở địa chỉ này",
  citizen: "thẻ căn cước",
  health: "mã QR y tế",
  insurance: "thẻ bảo hiểm y tế",
  passport: "hộ chiếu",
  onlyNumber: "mã chỉ có số",
  video: "Hình từ máy ảnh",
  photo: "Chụp hoặc chọn ảnh thẻ",
  lightOn: "Bật đèn",
  lightOff: "Tắt đèn",
  close: "Đóng",
} as const;

export type CardWord = keyof typeof vi;

const en: Record<CardWord, string> = {
  starting: "Opening the camera…",
  aim: "Hold the QR code of the card into the frame. If it is not read, take or choose a picture of the card.",
  denied:
    "The browser may not use the camera. Allow it in the settings of this page, or take or choose a picture of the card.",
  noCamera: "The camera of this device does not open. Take or choose a picture of the card.",
  noReader:
    "The reader of codes could not be loaded. Check the network and press again, or type.",
  reading: "Reading the picture…",
  noPicture: "This file is not a picture that can be read. Choose another one.",
  nothing:
    "There is no QR code in the picture. Take it nearer, with light and without glare, the whole code in it.",
  unknown:
    "This is not the code of an identity card, a health QR or an insurance card. Scan another one, or type.",
  pass: "This is a personal code of the province, without a name. Scan an identity card, a health QR or an insurance card.",
  code: "This is the code of a place or a declaration, not a card. Scan an identity card, a health QR or an insurance card.",
  twice: "This card already filled person {n}. Scan another person's card.",
  filled: "Filled from the {card}: {words}. Compare with the card, correct what is wrong.",
  birth: "born {words}",
  number: "number {words}",
  male: "male",
  female: "female",
  phone: "telephone {words}",
  residence: "Address on the card: {words}.",
  useResidence: "I go to this address",
  citizen: "identity card",
  health: "health QR",
  insurance: "insurance card",
  passport: "passport",
  onlyNumber: "code, which holds a number only",
  video: "Picture of the camera",
  photo: "Take or choose a picture",
  lightOn: "Light on",
  lightOff: "Light off",
  close: "Close",
};

export function cardWord(key: CardWord, values: Record<string, string | number> = {}): string {
  const english = typeof document !== "undefined" && document.documentElement.lang === "en";
  return (english ? en : vi)[key].replace(/\{(\w+)\}/g, (_, name: string) =>
    String(values[name] ?? ""),
  );
}
