// Sentences of the page itself, Japanese first. What the bot says comes from the bot.
const TEXTS = {
  ja: {
    pageTitle: "半鐘 — 体験用の町",
    title: "半鐘",
    tagline: "万引き被害を、適法に、近くの店へ知らせる",
    clock: "町の時計",
    forward: "1時間進める",
    ahead: "実際より {n} 先",
    days: "{n}日",
    hours: "{n}時間",
    minutes: "{n}分",
    step1: "「通報する人」の電話で、＋からサンプル写真を送ります。",
    step2: "「店舗責任者」と「もう一人の承認者」が、それぞれ判定します。",
    step3: "「近くの店」に届きます。どの電話も自由に操作できます。",
    fiction: "店も人もすべて架空です。LINEとSlackはこのパソコンの中の模型で、送った写真も外へは出ません。",
    write: "メッセージ",
    send: "送信",
    more: "写真・その他",
    sample: "サンプル写真を送る",
    sampleFilm: "サンプル動画を送る",
    sampleNote: "無料のストック写真で、顔はぼかしてあります。写っている人は、どんな犯罪とも関係ありません。",
    own: "自分の写真・動画を送る",
    unsend: "直前のメッセージを取り消す",
    block: "ブロックする",
    unblock: "ブロックを解除する",
    blocked: "このアカウントは半鐘をブロックしています。",
    command: "/hansho を送る",
    shortcut: "ショートカット「通報」",
    play: "この電話の持ち主",
    empty: "まだメッセージはありません。",
    emptyReporter: "左下の＋からサンプル写真を送るか、「通報」と書いて送ってみてください。",
    close: "閉じる",
    choose: "選んでください",
    picture: "写真を選ぶ",
    useSample: "サンプル写真を使う",
    attached: "写真 {n} 枚",
    sentPhoto: "送った写真",
    optional: "（任意）",
    notAnswered: "ボットが応答しませんでした。動いているか確かめてください。",
    offline: "シミュレーターにつながりません。",
    onlyYou: "あなただけに表示されています",
    edited: "（更新済み）",
  },
  en: {
    pageTitle: "Hansho — a town to try it in",
    title: "半鐘 Hansho",
    tagline: "Shops lawfully warn each other of shoplifting",
    clock: "Clock of the town",
    forward: "Let 1 hour pass",
    ahead: "{n} ahead",
    days: "{n} d",
    hours: "{n} h",
    minutes: "{n} min",
    step1: "Reporter: send the sample photo from the ＋ menu.",
    step2: "Both approvers assess it.",
    step3: "The neighbour is warned. Play any phone you like.",
    fiction: "All shops and people are invented. LINE and Slack are models on this computer; no photo leaves it.",
    write: "Message",
    send: "Send",
    more: "Photo and more",
    sample: "Send the sample photo",
    sampleFilm: "Send the sample video",
    sampleNote: "A free stock picture with softened faces. Nobody in it has anything to do with any crime.",
    own: "Send a photo or video of your own",
    unsend: "Take back the last message",
    block: "Block",
    unblock: "Unblock",
    blocked: "This account has blocked Hansho.",
    command: "Send /hansho",
    shortcut: "Shortcut “Report”",
    play: "Whose phone this is",
    empty: "No messages yet.",
    emptyReporter: "Send the sample photo from the ＋ below, or write 「通報」 (report).",
    close: "Close",
    choose: "Choose",
    picture: "Choose a photo",
    useSample: "Use the sample photo",
    attached: "{n} photo(s)",
    sentPhoto: "Photo sent",
    optional: " (optional)",
    notAnswered: "The bot did not answer. Is it running?",
    offline: "The simulator can’t be reached.",
    onlyYou: "Only visible to you",
    edited: " (edited)",
  },
};

let language = localStorage.getItem("language") === "en" ? "en" : "ja";

export const current = () => language;

export function setLanguage(chosen) {
  language = chosen;
  localStorage.setItem("language", chosen);
}

export function t(name, n = "") {
  return TEXTS[language][name].replace("{n}", n);
}

export function translatePage() {
  document.documentElement.lang = language;
  document.title = t("pageTitle");
  for (const place of document.querySelectorAll("[data-t]")) place.textContent = t(place.dataset.t);
  for (const place of document.querySelectorAll("[data-t-label]")) place.setAttribute("aria-label", t(place.dataset.tLabel));
}
