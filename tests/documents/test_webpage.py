"""Web pages, as HTML and as saved text: articles found, noise gone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from document_samples import list_page, sketch

from bot.documents import Document, read_documents

INTRO = "客服知识相关内容来自于某某官网客户的经验。在这里您可以了解到客服知识的精华内容、热门内容、相关问题。"
ARTICLES = (
    (
        "夜班客服怎么排班?",
        "夜班的客服要提前一周排好，遇到大促再加人。 1、人数 每个班次至少两个人，互相替换着吃饭。 2、时间 "
        "从晚上八点到第二天早上八点，中间休息一个小时。 (1)前半夜两个人; (2)后半夜一个人。 3、补贴 "
        "每晚补贴五十元，月底一起发放，不另外计算加班费。",
        "2023-01-05",
    ),
    (
        "客服话术的三个要点",
        "话术不是背下来的，而是练出来的，新人先跟着老员工听三天。 一、先回应情绪 客户生气的时候，"
        "先道歉再解释，不要急着讲规则。 二、再给出办法 说清楚什么时候退款，退多少，由谁来办理。",
        "2023-02-06",
    ),
    (
        "退货率高要不要怪客服",
        "退货率高的原因很多，商品描述和实物不符占了一大半。客服能做的是把尺码、颜色说明白，其余的要靠选品和质检来解决，"
        "不能都算在客服头上。",
        "2023-02-06",
    ),
)
PAGE = (
    "就找某某客服",
    "• 菜单",
    "就找某某客服",
    "",
    "客服知识",
    INTRO,
    "客服知识",
    INTRO,
    "热门知识 客服知识",
    *(line for article in ARTICLES[:2] for line in (article[0], "", article[1], "", article[2])),
    "最新知识 客服知识",
    *ARTICLES[2],
    "相关问题 客服知识",
    "微信联系",
    "400-000-0000",
    "全国咨询热线",
    "9:00-24:00",
    "咨询在线客服",
    "Copyright ©2006-2022 某某公司 京ICP备00000000号",
)


def both_forms(folder: Path, lines: Sequence[str]) -> list[list[Document]]:
    """The same page as saved text and as HTML, read."""
    text, page = folder / "page.txt", folder / "page.html"
    text.write_text("\n".join(lines), encoding="utf-8")
    page.write_text(list_page([line.strip() for line in lines if line.strip()]), encoding="utf-8")
    return [read_documents(text), read_documents(page)]


def test_a_list_page_gives_its_articles(tmp_path: Path) -> None:
    for documents in both_forms(tmp_path, PAGE):
        found = [(document.meta.title, document.meta.date) for document in documents]
        assert found == [(title, date) for title, _, date in ARTICLES]
        for document, (title, body, _) in zip(documents, ARTICLES, strict=True):
            assert "".join(document.text.split()) == "".join((title + body).split())


def test_items_of_an_article_are_blocks(tmp_path: Path) -> None:
    for documents in both_forms(tmp_path, PAGE):
        assert sketch(documents[0])[1:] == [
            ("paragraph", "", (), "夜班的客服要提前一周排好，遇到大促再加人。"),
            ("heading", "1", (), "1、人数"),
            ("paragraph", "", ("1、人数",), "每个班次至少两个人，互相替换着吃饭。"),
            ("heading", "2", (), "2、时间"),
            ("paragraph", "", ("2、时间",), "从晚上八点到第二天早上八点，中间休息一个小时。"),
            ("clause", "(1)", ("2、时间",), "(1)前半夜两个人;"),
            ("clause", "(2)", ("2、时间",), "(2)后半夜一个人。"),
            ("heading", "3", (), "3、补贴"),
            ("paragraph", "", ("3、补贴",), "每晚补贴五十元，月底一起发放，不另外计算加班费。"),
        ]


SEED = (
    ("拼多多商家外包客服服务的合同应该怎么签?", "2024-08-07", ("1", "(1)", "(2)", "(3)", *"2345678")),
    ("淘宝客服外包合同怎么签?", "2024-09-06", tuple("一1234二123456三123434四五12345六122")),
    ("拼多多店铺选择与客服外包合作能解决那些问题?", "2024-09-04", tuple("一二三四五")),
    ("拼多多客服外包是如何提升网店转化率的?", "2024-09-05", tuple("一二三四五六")),
    ("专业拼多多客服外包公司具备的条件", "2024-09-06", ()),
)
NOISE = (
    "菜单",
    "热门知识",
    "最新知识",
    "相关问题",
    "相关专题",
    "来自于",
    "400-",
    "热线",
    "ICP",
    "Copyright",
    "微信",
    "24:00",
)


def test_the_real_page(shared_dir: Path, tmp_path: Path) -> None:
    seed = shared_dir / "seed" / "pinduoduo_outsourcing_contract_page.txt"
    lines = seed.read_text(encoding="utf-8").split("\n")
    for documents in both_forms(tmp_path, lines):
        found = [
            (d.meta.title, d.meta.date, tuple(block.number for block in d.blocks if block.number))
            for d in documents
        ]
        assert found == list(SEED)
        for document in documents:
            assert not [word for word in NOISE if word in document.text]
            # Every word of the article is there, in its order.
            assert any(
                "".join(line.split()) in "".join(document.text.split()) for line in lines if len(line) > 300
            )
        late = next(block for block in documents[1].blocks if "每日5%" in documents[1].block_text(block))
        assert (late.kind, late.number, late.headings) == ("clause", "2", ("五、违约责任",))


ARTICLE = """<?xml version="1.0" encoding="gbk"?><html><head><meta charset="gbk">
<title>外包客服怎么考核 - 某某网</title><meta property="og:site_name" content="某某网">
<meta name="author" content="张三"></head><body class="page">
<header><a href="/">某某网</a></header><div class="breadcrumb">当前位置：首页 &gt; 知识</div>
<article><h1>外包客服怎么考核</h1><p>发布时间：2024-03-02 10:00 来源：某某网 浏览：12</p>
<p>考核要<b>看得见</b>、<br>算得清。</p><!-- 注释 --><p hidden>隐藏</p><p style="font-size:0">零号字</p>
<h2>考核指标</h2><ol><li>响应时间不超过30秒。</li><li>满意度不低于95%。</li><li value="5">第五项。</li></ol>
<ul><li>加分项</li></ul>
<table><tr><th>指标</th><th>分值</th></tr><tr><td>响应</td><td>40</td></tr></table>
<p>一个合理的考核表应当每月更新，并且由双方签字确认，避免事后争议。</p></article>
<ul class="more"><li><a href="/1">文章一</a></li><li><a href="/2">文章二</a></li>
<li><a href="/3">文章三</a></li></ul>
<div id="Footer">京ICP备1号</div></body></html>"""


def test_a_single_article(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes(ARTICLE.encode("gbk"))
    [document] = read_documents(path)
    meta = document.meta
    assert (meta.title, meta.date, meta.site, meta.author) == (
        "外包客服怎么考核",
        "2024-03-02",
        "某某网",
        "张三",
    )
    under = ("考核指标",)
    assert sketch(document) == [
        ("heading", "", (), "外包客服怎么考核"),
        ("paragraph", "", (), "考核要看得见、"),
        ("paragraph", "", (), "算得清。"),
        ("heading", "", (), "考核指标"),
        ("clause", "1", under, "1. 响应时间不超过30秒。"),
        ("clause", "2", under, "2. 满意度不低于95%。"),
        ("clause", "5", under, "5. 第五项。"),
        ("paragraph", "", under, "加分项"),
        ("table", "", under, "指标 | 分值\n响应 | 40"),
        ("paragraph", "", under, "一个合理的考核表应当每月更新，并且由双方签字确认，避免事后争议。"),
    ]


def test_articles_marked_as_such(tmp_path: Path) -> None:
    body = "这里是正文，讲的是客服外包时要注意的事情，写得很长，足够算作一篇文章。" * 3
    page = "".join(
        f"<article><h2>{title}</h2><time>2024-01-0{day}</time><p>{body}{day}</p></article>"
        for day, title in enumerate(("第一篇文章", "第二篇文章"), 1)
    )
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><main>{page}</main></body></html>", encoding="utf-8")
    found = [(document.meta.title, document.meta.date) for document in read_documents(path)]
    assert found == [("第一篇文章", "2024-01-01"), ("第二篇文章", "2024-01-02")]


@pytest.mark.parametrize(
    "text",
    [
        "客服外包合同\n甲方（盖章）：\n2024-08-07\n乙方（盖章）：\n2024-08-07",
        "2024-08-07\n今天签了合同。\n2024-08-08\n今天付了款。",
    ],
)
def test_dates_alone_do_not_make_a_list_page(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    [document] = read_documents(path)
    assert document.text == text


def test_deep_and_broken_html_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><body>" + "<div>" * 1000 + "<p>深处的字。<p>没有结束", encoding="utf-8")
    [document] = read_documents(path)
    assert document.text == "深处的字。\n没有结束"


def test_a_wrapper_named_like_a_menu_keeps_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body><div class='nav page'><h1>合同</h1><p>甲方付款。</p></div></body></html>", "utf-8"
    )
    [document] = read_documents(path)
    assert document.text == "合同\n甲方付款。"
