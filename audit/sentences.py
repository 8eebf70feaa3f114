"""What the verifier says. It runs alone on an auditor's machine, so it carries both languages itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """One sentence in both languages."""

    ja: str
    en: str

    def filled(self, **values: str | int) -> Sentence:
        """With its ``{name}`` places filled."""
        return Sentence(self.ja.format(**values), self.en.format(**values))


UNREADABLE = Sentence("行が壊れているか、書き方が変えられています。", "The line is damaged, or its form was changed.")
UNKNOWN_FORM = Sentence(
    "台帳の記録の形ではありません(個人の情報が入り得る形、またはこの検証器より新しい記録です)。",
    "Not an entry of the ledger: it could hold personal data, or it is newer than this verifier.",
)
WRONG_PLACE = Sentence("行が抜けたか、入れ替わったか、加えられています。", "A line was dropped, swapped or added here.")
CHANGED = Sentence("記録の内容が書き換えられています。", "The entry was rewritten.")
BAD_NOTE = Sentence(
    "記録でも、正しい署名付きチェックポイントでもありません。ファイルが途中で切れたか、書き換えられたか、鍵が違います。",
    "Neither an entry nor a well signed checkpoint: the file was cut off or changed here, or the key is another one.",
)
OTHER_SIZE = Sentence("署名された件数と行数が一致しません。", "The number of lines is not the number that was signed.")
OTHER_ROOT = Sentence(
    "各行に矛盾はありませんが、全体が署名された内容と一致しません。どこかの行がハッシュごと差し替えられています。",
    "Each line agrees with itself, but the whole is not what was signed: some line was replaced with its hash.",
)
SHORTER = Sentence(
    "渡された控えは {earlier} 件まで進んだ台帳のものですが、このファイルには {size} 件しかありません。",
    "The head you passed is of a ledger of {earlier} entries, but this file has only {size}.",
)
REWRITTEN = Sentence(
    "このファイルの初めの {earlier} 件から計算した値が、渡された控えと違います。そのどこかが差し替えられています。",
    "The first {earlier} entries of this file don't add up to the head you passed: some of them was replaced.",
)
NOT_AN_EXPORT = Sentence("監査台帳の書き出しファイルではありません。", "This is not an export of the ledger.")
NO_FILE = Sentence("ファイルを読めません。", "The file can't be read.")
BAD_KEY = Sentence(
    "公開鍵が正しくありません。「名前+番号+base64」の形のまま、全体を貼り付けてください。",
    "Not a public key. Paste the whole of it, in the form name+id+base64.",
)
BAD_HEAD = Sentence(
    "以前の控えとして読めません。ダイジェストの「件数:ハッシュ」か、届いた控えをそのまま保存したファイルを渡してください。",
    "Not an earlier head. Pass SIZE:HASH from a digest, or a file with a checkpoint just as it was received.",
)
INTACT = Sentence("監査台帳に問題はありません。", "The ledger is intact.")
UNPROVEN = Sentence(
    "証明されていません。ファイルの中に矛盾はありませんが、署名を確かめていないため、作り直した記録と見分けられません。",
    "NOT PROVEN: the file agrees with itself, but so would entries made anew, and no signature was checked.",
)
BROKEN = Sentence("監査台帳が壊れています。", "The ledger is broken.")
UNUSABLE = Sentence("検証できません。", "Can't be verified.")
COUNTED = Sentence(
    "{size} 件の記録に、抜け、入れ替え、書き換えはありません({first} から {last} まで)。",
    "{size} entries, none dropped, swapped or rewritten ({first} to {last}).",
)
NOTHING_YET = Sentence("記録はまだありません。", "There are no entries yet.")
SIGNED = Sentence("署名: {key} によるものと確かめました。", "Signature: checked, by {key}.")
UNSIGNED = Sentence(
    "署名は確かめていません。--key に公開鍵を渡してください。",
    "Signature: NOT checked; pass the public key with --key.",
)
FOLLOWS = Sentence(
    "控え: 渡された {earlier} 件時点の控え({hash}…)と、このファイルの初めの {earlier} 件から計算した値が同じです。"
    "その後の {later} 件は、この控えでは確かめられません。",
    "Earlier head: the one you passed, of {earlier} entries ({hash}…), is what the first {earlier} entries of this file"
    " add up to. It says nothing about the {later} entries after them.",
)
NOT_COMPARED = Sentence(
    "控え: 以前の控えとは照らし合わせていません。--head に渡してください。",
    "Earlier head: NOT compared with any; pass one with --head.",
)
AT_LINE = Sentence("{line} 行目: {what}", "Line {line}: {what}")
