from __future__ import annotations

import pytest

from wutong.kernel.actors import Actor
from wutong.platform.documents.public import DocumentKind, Draft, Letter, issue_document, kinds

ACTOR = Actor.system("test")
KIND = "test.letter"
kinds.register(
    KIND,
    DocumentKind(
        key=KIND,
        label="Letter of test",
        pattern=lambda body: f"{body}字〔{{year}}〕第{{number:04}}号",
        public_facts=lambda document: [("Made out to", document.data["facts"]["masked"])],
        notice=lambda document: document.data["facts"].get("notice", ""),
    ),
)


def draft(name: str = "王小明", **facts) -> Draft:
    letter = Letter("聘 书", f"{name} 先生：", ("兹聘请您。",), "校友会", "2026年11月22日")
    data = {"letter": letter.as_data(), "facts": {"masked": "王*明", **facts}}
    return Draft("thing:1", name, data)


@pytest.fixture
def issue(db):
    def make(name: str = "王小明", **facts):
        return issue_document(
            actor=ACTOR, kind=KIND, body="association", draft=draft(name, **facts)
        )

    return make
