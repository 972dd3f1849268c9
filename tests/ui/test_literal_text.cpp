// SPDX-License-Identifier: GPL-3.0-or-later
// Names of files, patients and classes are shown as they are, whatever they look like.
#include "tests/support/patience.h"
#include "ui/widgets/english_plurals.h"
#include "ui/widgets/literal_text.h"
#include "ui/widgets/markdown.h"

#include <QApplication>
#include <QInputDialog>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMessageBox>
#include <QProgressDialog>
#include <QScrollBar>
#include <QStatusBar>
#include <QToolTip>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestLiteralText final : public QObject
{
    Q_OBJECT

    /// All that a widget and those in it say to the eye.
    static void verifyLiteral(QWidget& root, const QString& text)
    {
        int seen = 0;
        for (const auto* label : root.findChildren<QLabel*>()) {
            if (!label->text().contains(text))
                continue;
            ++seen;
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
        QVERIFY(seen > 0);
    }

    static QLabel* toolTip()
    {
        for (QWidget* widget : QApplication::topLevelWidgets())
            if (widget->isVisible() && widget->inherits("QTipLabel"))
                return qobject_cast<QLabel*>(widget);
        return nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        showTextLiterally(*qApp);
        showTextLiterally(*qApp); // once is enough
    }

    void labels_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"<b>bold<b>.dcm", "<img src=x>.dcm", "A & B.dcm", "&File.dcm",
                                 "%1.dcm", "<a href=\"http://x\">y</a>", "&amp;&lt;"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }

    void labels()
    {
        QFETCH(QString, text);
        QLabel label(text);
        QLabel plain;
        plain.setTextFormat(Qt::PlainText);
        plain.setText(text);
        QCOMPARE(label.sizeHint(), plain.sizeHint()); // before it was ever shown
        label.show();
        QCOMPARE(label.textFormat(), Qt::PlainText);
        QCOMPARE(label.text(), text);
        QCOMPARE(label.grab().toImage(), [&] {
            plain.resize(label.size());
            plain.show();
            return plain.grab().toImage();
        }());
    }

    void toolTips()
    {
        const QString text = u"<b>bold<b>.dcm"_s;
        QWidget widget;
        widget.resize(200, 200);
        widget.show();
        widget.setToolTip(text);
        QHelpEvent help(QEvent::ToolTip, {10, 10}, widget.mapToGlobal(QPoint(10, 10)));
        QApplication::sendEvent(&widget, &help);
        QTRY_VERIFY(toolTip());
        QCOMPARE(toolTip()->textFormat(), Qt::PlainText);
        QCOMPARE(toolTip()->text(), text);
        // The same label is used again and again.
        QToolTip::showText(widget.mapToGlobal(QPoint(50, 50)), u"<i>other</i>"_s, &widget);
        QTRY_COMPARE(toolTip()->text(), u"<i>other</i>"_s);
        QCOMPARE(toolTip()->textFormat(), Qt::PlainText);
        QToolTip::hideText();
    }

    void toolTipsOfRows()
    {
        QListWidget list;
        auto* row = new QListWidgetItem(u"row"_s, &list);
        row->setToolTip(u"<img src=x>.dcm"_s);
        list.show();
        const QPoint place = list.visualItemRect(row).center();
        QHelpEvent help(QEvent::ToolTip, place, list.viewport()->mapToGlobal(place));
        QApplication::sendEvent(list.viewport(), &help);
        QTRY_VERIFY(toolTip() && toolTip()->text() == u"<img src=x>.dcm"_s);
        QCOMPARE(toolTip()->textFormat(), Qt::PlainText);
        QToolTip::hideText();
    }

    void dialogs()
    {
        const QString text = u"<b>bold<b>.dcm"_s;
        QMessageBox box(QMessageBox::Question, u"title"_s, text);
        box.setInformativeText(text + u" too"_s);
        box.open();
        verifyLiteral(box, text);
        QProgressDialog progress(text, u"Cancel"_s, 0, 10);
        progress.show();
        verifyLiteral(progress, text);
        QInputDialog input;
        input.setLabelText(text);
        input.open();
        verifyLiteral(input, text);
    }

    void linksLeadNowhereUnasked_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isAsked");
        QTest::newRow("the web") << u"https://example.org/card"_s << true;
        QTest::newRow("unencrypted") << u"http://example.org"_s << false;
        QTest::newRow("a file") << u"file:///etc/passwd"_s << false;
        QTest::newRow("a share, which would be told who comes") << u"smb://host/share"_s << false;
        QTest::newRow("a program") << u"vscode://x"_s << false;
        QTest::newRow("a file beside") << u"card.html"_s << false;
        QTest::newRow("no host") << u"https:///x"_s << false;
    }
    void linksLeadNowhereUnasked()
    {
        QFETCH(const QString, address);
        QFETCH(const bool, isAsked);
        MarkdownView view;
        view.showMarkdown(u"[here](%1)"_s.arg(address));
        QVERIFY(!view.openLinks() && !view.openExternalLinks());
        view.show();
        QSignalSpy leaving(&view, &MarkdownView::leaving);
        Q_EMIT view.anchorClicked(QUrl(address));
        QCOMPARE(leaving.count(), isAsked ? 1 : 0);
        auto* question = view.findChild<QMessageBox*>();
        QCOMPARE(question != nullptr, isAsked);
        if (!isAsked)
            return;
        QVERIFY(question->text().contains(address));
        QCOMPARE(question->defaultButton(), question->button(QMessageBox::Cancel));
        question->button(QMessageBox::Cancel)->click();
    }

    void markdownTakesNoHtml()
    {
        MarkdownView view;
        view.showMarkdown(u"# A card\n\nThe class <b>covid</b> and <img src=x>, **bold**.\n\n"
                          "| class |\n|---|\n| <u>x</u> |\n"_s);
        const QString shown = view.toPlainText();
        QVERIFY2(shown.contains(u"<b>covid</b>"_s), qPrintable(shown));
        QVERIFY2(shown.contains(u"<img src=x>"_s), qPrintable(shown));
        QVERIFY2(shown.contains(u"<u>x</u>"_s), qPrintable(shown));
        QVERIFY2(shown.contains(u", bold."_s), qPrintable(shown));
    }

    void aTextBeginsAtItsTop()
    {
        MarkdownView view;
        view.resize(300, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.showMarkdown(u"# A card\n\n"_s + u"A paragraph.\n\n"_s.repeated(100));
        view.setFocus();
        view.ensureCursorVisible();
        QVERIFY(view.verticalScrollBar()->maximum() > 0);
        QCOMPARE(view.verticalScrollBar()->value(), 0);
    }

    void keysAndTitles()
    {
        QCOMPARE(withoutKeys(u"A & B"_s), u"A && B"_s);
        QWidget window;
        window.setWindowTitle(literalTitle(u"a[*]\nb.dcm"_s));
        QCOMPARE(window.windowTitle(), u"a[*][*] b.dcm"_s);
        QCOMPARE(literalTitle(u"Zürich – 1"_s), u"Zürich – 1"_s);
    }

    void pluralsAreEnglish()
    {
        EnglishPlurals plurals;
        QCoreApplication::installTranslator(&plurals);
        QCOMPARE(tr("%n image(s)", nullptr, 1), u"1 image"_s);
        QCOMPARE(tr("%n image(s)", nullptr, 3), u"3 images"_s);
        QCOMPARE(tr("Curve(s)"), u"Curve(s)"_s);
    }
};

QTEST_MAIN(TestLiteralText)
#include "test_literal_text.moc"
