"""Cards for the renderers' tests: any that handlers could queue, and some they never should."""

from __future__ import annotations

from hypothesis import strategies as st

from handlers.cards import Button, Message, PageLink, Style, Tone

_SAMPLES = [
    "",
    " ",
    "確認しました",
    "👨‍👩‍👧‍👦" * 9,
    "🇯🇵" * 30,
    "\u202eمرحبا بالعالم",
    "か\u3099" * 40,
    "<!channel> & *x*",
    "\u0000",
    "a\nb",
]
_LONG = st.builds(
    lambda uow, times: uow * times, st.sampled_from(["万", "😀", "&<>", "ab ", "\u05d0"]), st.integers(0, 5000)
)

texts = st.sampled_from(_SAMPLES) | st.text(max_size=80) | _LONG
ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=1, max_size=40)
buttons = st.builds(Button, texts, ids, st.sampled_from(Style))
links = st.builds(PageLink, texts, ids.map("https://hansho.example/p/{}".format))

cards = st.builds(
    Message,
    title=texts,
    notice=texts,
    lines=st.lists(texts, max_size=30).map(tuple),
    facts=st.lists(st.tuples(texts, texts), max_size=30).map(tuple),
    buttons=st.lists(buttons, max_size=6).map(tuple),
    choices=st.lists(buttons, max_size=30).map(tuple),
    link=st.none() | links,
    tone=st.sampled_from(Tone),
)

ALERT = Message(
    title="近くの店で万引きの疑い",
    notice="近くの店で万引きの疑い｜青空 本店｜1123-7K2MP",
    lines=(
        "事実と決まったわけではなく、見かけた人が別の人のこともあります。",
        "見かけても取り押さえない・入店を拒まないでください。",
    ),
    facts=(("時刻", "11月23日 14:05ごろ"), ("距離", "約300m"), ("番号", "H-0001")),
    buttons=(
        Button("確認しました", "b-ok", Style.PRIMARY),
        Button("見かけた", "b-seen"),
        Button("誤りでは？", "b-doubt", Style.DANGER),
    ),
    link=PageLink("内容を見る", "http://127.0.0.1:8080/p/abc.def"),
    tone=Tone.ALERT,
)
QUESTION = Message(
    title="支払いの確認",
    notice="支払いの確認｜青空 本店｜1123-7K2MP",
    lines=("支払いがないことを確認しましたか？",),
    choices=(Button("はい", "c-yes"), Button("いいえ", "c-no")),
    tone=Tone.QUESTION,
)
