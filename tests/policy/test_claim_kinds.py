"""What a network can say of itself that the product's facts contradict, as people would put it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy.notices.claims import (
    check_told,
    decides_alone,
    face_recognition,
    names_told,
    no_end,
    no_objection,
    no_pictures,
    nuisance,
    police_always,
    public,
    refused_entry,
    register,
    unmasked,
    unread,
)
from policy.notices.contradictions import CHECKS, contradictions
from policy.notices.facts import stated_by
from policy.notices.kinds import CLAIMS
from policy.notices.on_pictures import NO_PICTURES, SHOWS_PICTURES
from policy.notices.said import Contradiction, Cure, Said, Truth
from policy.rules import Rules
from tests.world.facts import NOW

STATED = stated_by("半鐘町", replace(Rules(), desk_telephone="0422-00-0000", desk_hours="平日 9–17 時"))
TRUE = Truth(STATED, frozenset({"one", "two"}), NOW, NOW)

SAID = {
    no_pictures: (
        "写真は使いません。",
        "画像は一切残しません。",
        "カメラの映像は保存していません。",
        "写真を撮ることはありません。",
        "画像データは持っていません。",
        "しゃしんは とりません。",
        "We never keep pictures.",
        "No photos are taken or stored.",
        "We do not use images.",
        "Footage is not recorded.",
    ),
    face_recognition: (
        "顔認証カメラで見守っています。",
        "顔の特徴を照合して見つけます。",
        "顔を登録し、次に来たときに知らせます。",
        "AIが顔を見分けます。",
        "来店者の顔をデータベースと比べます。",
        "かおを しらべて、おなじ人を さがします。",
        "We match faces against a list.",
        "Our cameras recognise faces.",
        "Faces are compared automatically.",
        "Biometric identification is in use.",
        "顔認証を使い、画像は渡しません。",
        "We use facial recognition, and we never share names.",
    ),
    police_always: (
        "画像は必ず警察に提供します。",
        "すべての記録は警察と共有しています。",
        "警察に自動で通報されます。",
        "撮影した映像はいつでも警察へ渡します。",
        "警察と常に情報を共有しています。",
        "いつも けいさつに みせます。",
        "We always share footage with the police.",
        "All images are sent to the police.",
        "Every alert goes to the police automatically.",
        "The police have direct access to our system.",
    ),
    no_objection: (
        "異議は受け付けません。",
        "お問い合わせにはお答えできません。",
        "申し出はできません。",
        "開示請求には応じません。",
        "判断の理由は説明しません。",
        "もうしでは うけつけません。",
        "No objections are accepted.",
        "We do not answer questions about alerts.",
        "You cannot object.",
        "Our decisions are final.",
    ),
    no_end: (
        "映像は無期限に保存します。",
        "記録は消しません。",
        "データは永久に残します。",
        "必要なくなるまで保存します。",
        "保存期間に定めはありません。",
        "ずっと のこします。",
        "Data is kept indefinitely.",
        "We never delete records.",
        "There is no limit on how long pictures are kept.",
        "Records are kept as long as we need them.",
    ),
    decides_alone: (
        "知らせるかどうかは店長が一人で決めます。",
        "店の判断だけで知らせます。",
        "AIが自動で判断します。",
        "確認なしにすぐ送ります。",
        "承認は要りません。",
        "ひとりで きめます。",
        "The shop decides alone.",
        "Alerts are sent automatically.",
        "One member of staff decides.",
        "No approval is needed.",
    ),
    refused_entry: (
        "この人の入店をお断りします。",
        "出入り禁止にします。",
        "見つけたら取り押さえます。",
        "店に入れません。",
        "捕まえて警察に引き渡します。",
        "みせに いれません。",
        "We refuse entry to them.",
        "People in alerts are banned.",
        "We will detain suspects.",
        "They are not allowed in our shops.",
    ),
    names_told: (
        "氏名と住所を近くの店に知らせます。",
        "名前も共有します。",
        "電話番号を伝えることがあります。",
        "車のナンバーを知らせます。",
        "個人名を掲載します。",
        "なまえを ほかの みせに おしえます。",
        "We share names and addresses.",
        "Names are passed to nearby shops.",
        "Your phone number may be shared.",
        "Licence plates are reported.",
    ),
    public: (
        "写真をSNSに載せます。",
        "顔写真を店頭に貼り出します。",
        "画像をホームページで公開します。",
        "だれでも画像を見られます。",
        "インターネットに写真を掲載します。",
        "ネットに しゃしんを だします。",
        "Pictures are published online.",
        "We post photos in the window.",
        "Anyone can see the images.",
        "Images appear on social media.",
    ),
    unmasked: (
        "顔を隠さずに知らせます。",
        "加工していない写真を送ります。",
        "モザイクはかけません。",
        "そのままの画像を共有します。",
        "周りの人も写ったまま送ります。",
        "かおを かくしません。",
        "Faces are not hidden.",
        "We share unedited pictures.",
        "Photos are sent as they are.",
        "Nothing in the picture is blurred.",
    ),
    register: (
        "過去に万引きした人を登録しています。",
        "ブラックリストで管理します。",
        "要注意人物のリストを作っています。",
        "対象者の名簿を作ります。",
        "一度登録された人は次から警戒されます。",
        "あやしい人を リストに のせます。",
        "We keep a blacklist.",
        "Known shoplifters are listed.",
        "We register offenders in a database.",
        "Repeat visitors are flagged.",
    ),
    nuisance: (
        "迷惑なお客様の情報も知らせます。",
        "クレーマーを近くの店に伝えます。",
        "マナーの悪い人の情報を共有します。",
        "迷惑行為をした人の写真を送ります。",
        "不審な人を見かけたら知らせます。",
        "めいわくな 人を しらせます。",
        "We warn of nuisance customers.",
        "Rude customers are reported to other shops.",
        "Information about troublemakers is shared.",
        "We share information about anyone suspicious.",
    ),
}
"""Ten of each and more, in the words of people who write notices."""

FAIR = (
    "元の写真は24時間あとには残っていません。",
    "警戒情報が終わると、画像は残りません。",
    "写真を使わないこともあります。",
    "顔認証は、使っていません。",
    "顔はかならず塗りつぶします。",
    "お電話でのお問い合わせには、土日はお答えできません。",
    "お申し出に名前は要りません。",
    "お申し出の内容を、店の人がほかの店に話すことはありません。",
    "一人で決めることはありません。",
    "自動では送りません。",
    "入店を断ることは求めません。",
    "見かけても取り押さえないでください。",
    "お名前や電話番号を知らせることはありません。",
    "写真をSNSに載せることはありません。",
    "元の写真をそのまま送ることはありません。",
    "人を登録する名簿はありません。",
    "迷惑行為は知らせません。",
    "ご迷惑をおかけしますが、ポスターの貼り替えをお知らせします。",
    "警察に渡すかどうかは、そのつど店が決めます。",
    "期限が来ると、必ず消えます。",
    "このお知らせは店頭に貼ってあります。",
    "We never recognise anybody by their face.",
    "After an alert has ended no picture is kept.",
    "No name is needed to object.",
    "No alert is sent automatically.",
    "Nobody is refused entry because of an alert.",
    "We do not share names.",
    "Pictures are never published online.",
    "No unmasked picture leaves the shop.",
    "There is no list of people.",
    "We tell nobody about nuisance.",
    "Everything is deleted on its day.",
)


def saying(text: str) -> Said:
    """The network adds it, in its language."""
    words = ("", "", text) if text.isascii() else ("", text, "") if " " in text else (text, "", "")
    return Said(replace(STATED, statement=words), TRUE.stores)


@pytest.mark.parametrize(("check", "text"), [(check, text) for check, texts in SAID.items() for text in texts])
def test_what_the_product_contradicts_is_found_however_it_is_put(check: object, text: str) -> None:
    """R-001, R-022, R-025, R-026, R-042, R-029, R-043, R-087, R-099, R-111, R-112, R-118: told with its words."""
    assert check in CHECKS
    found: Contradiction | None = check(saying(text), TRUE)  # type: ignore[operator]
    assert found is not None
    assert found.cure is Cure.MEND
    assert str(found.values["words"])


@pytest.mark.parametrize("text", FAIR)
def test_what_is_so_may_be_said(text: str) -> None:
    """R-022, R-026, L81, L93: whoever explains what the product does is not taken for a liar."""
    assert [check.__name__ for check in SAID if check(saying(text), TRUE)] == []


def test_who_uses_no_pictures_may_say_so() -> None:
    """R-003, R-029: it is the rules in force that make the sentence untrue."""
    wordy = replace(TRUE, stated=replace(STATED, text_only=True))
    assert no_pictures(saying("写真は使いません。"), wordy) is None


UNREAD = (
    "警察とも協力しています。",
    "画像はよその方のお目にふれません。",
    "データはながく手もとに置きます。",
    "決めるのは当店です。",
    "Footage goes where it has to.",
    "Our manager looks after alerts.",
)


@pytest.mark.parametrize("text", UNREAD)
def test_what_no_rule_can_read_is_put_before_a_person_with_the_fact_beside_it(text: str) -> None:
    """R-026, R-029, L93, L101: in doubt somebody reads it."""
    ((sentence, facts),) = unread(saying(text), TRUE)
    assert sentence in (text, text[:-1])
    assert set(facts) <= {one.fact for one in CLAIMS}
    assert facts


@pytest.mark.parametrize("text", ["お気軽にお越しください。", "毎朝、商店街を掃除しています。", "We sweep the street."])
def test_what_is_about_something_else_is_nobodys_trouble(text: str) -> None:
    """R-026: two people are not asked about the weather."""
    assert unread(saying(text), TRUE) == ()


@pytest.mark.parametrize(
    "text",
    [
        "判断の理由は説明しません。",
        "あなたは万引き犯と確認されました。",
        "No appeal is possible.",
        "記録は消しません。",
    ],
)
def test_no_letter_and_no_hours_of_a_desk_say_it_either(text: str) -> None:
    """R-042, R-043, R-099: to a person as to everybody; a rule of the network says in its hours no more than hours."""
    assert not check_told("お申し出について確かめました。", text)
    assert contradictions(Said(replace(STATED, desk_hours=text), TRUE.stores), TRUE)


@pytest.mark.parametrize("text", ["平日 9–17 時（土日はお答えできません）", "お探しの画像は、もう保存していません。"])
def test_a_letter_says_what_is_no_longer_held_and_hours_when_nobody_answers(text: str) -> None:
    """R-070: the answer to one person is not what is said of everybody."""
    assert check_told(text)


def test_only_what_is_so_here_stands_beside_the_words() -> None:
    """R-003, R-029: whether pictures are used is one fact or the other."""
    wordy = replace(TRUE, stated=replace(STATED, text_only=True))
    ((_, pictured),), ((_, told),) = (
        unread(saying("画像は大切に扱います。"), TRUE),
        unread(saying("画像は大切に扱います。"), wordy),
    )
    assert NO_PICTURES.fact in pictured
    assert SHOWS_PICTURES.fact not in pictured
    assert SHOWS_PICTURES.fact in told
    assert NO_PICTURES.fact not in told
