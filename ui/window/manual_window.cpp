// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/manual_window.h"

#include "core/base/files.h"
#include "ui/widgets/markdown.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollBar>
#include <QTextBlock>
#include <QVBoxLayout>

namespace ccad {

namespace {

constexpr qint64 largestManual = qint64{4} << 20;
constexpr int deepestHeading = 3;

} // namespace

ManualWindow::ManualWindow(const QString& file, QWidget* parent)
    : QDialog(parent), m_browser(new MarkdownView(this)), m_contents(new QListWidget(this)),
      m_search(new QLineEdit(this)), m_missing(makeTextLabel({}, "muted", this))
{
    setWindowTitle(tr("Manual"));
    setAccessibleName(tr("Manual"));
    resize(1000, 720);
    m_browser->setAccessibleName(tr("Text of the manual"));
    makeContents();
    m_reading.start([file](const CancelToken&) { return readFile(file, largestManual); },
                    [this](const Result<QByteArray>& content) {
                        if (content)
                            m_browser->showMarkdown(QString::fromUtf8(*content));
                        else
                            m_browser->setPlainText(content.error().message);
                        fillContents();
                        if (!m_search->text().isEmpty())
                            findNext(false);
                    });

    m_search->setPlaceholderText(tr("Find in the manual"));
    m_search->setAccessibleName(tr("Find in the manual"));
    m_search->setClearButtonEnabled(true);
    auto* previous = makeButton(tr("&Previous"), nullptr, this);
    auto* next = makeButton(tr("&Next"), nullptr, this);
    previous->setAutoDefault(false);
    next->setDefault(true); // Enter in the search field finds the next place
    connect(previous, &QPushButton::clicked, this, [this] { findNext(true); });
    connect(next, &QPushButton::clicked, this, [this] { findNext(false); });
    connect(m_search, &QLineEdit::textChanged, this, [this] {
        m_browser->moveCursor(QTextCursor::Start);
        findNext(false);
    });

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(spacing::medium, spacing::medium, spacing::medium, spacing::medium);
    bar->setSpacing(spacing::medium);
    bar->addWidget(m_search, 1);
    bar->addWidget(m_missing);
    bar->addWidget(previous);
    bar->addWidget(next);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(0);
    columns->addWidget(m_contents);
    columns->addWidget(m_browser, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(columns, 1);
}

void ManualWindow::makeContents()
{
    m_contents->setAccessibleName(tr("Contents of the manual"));
    m_contents->setFixedWidth(32 * fontMetrics().averageCharWidth());
    connect(m_contents, &QListWidget::currentItemChanged, this, [this](QListWidgetItem* entry) {
        QTextCursor cursor(m_browser->document());
        cursor.setPosition(entry->data(Qt::UserRole).toInt());
        m_browser->setTextCursor(cursor);
        // The heading goes to the top, not merely into sight.
        QScrollBar* bar = m_browser->verticalScrollBar();
        bar->setValue(bar->value() + m_browser->cursorRect(cursor).top());
    });
}

void ManualWindow::fillContents()
{
    for (QTextBlock block = m_browser->document()->begin(); block.isValid(); block = block.next()) {
        const int level = block.blockFormat().headingLevel();
        if (level < 1 || level > deepestHeading)
            continue;
        auto* entry = new QListWidgetItem(
            QString((level - 1) * 3, QLatin1Char(' ')) + block.text().trimmed(), m_contents);
        entry->setData(Qt::AccessibleTextRole, block.text());
        entry->setData(Qt::UserRole, block.position());
    }
    m_contents->setVisible(m_contents->count() > 1);
}

void ManualWindow::findNext(bool backwards)
{
    const QString text = m_search->text();
    const auto flags = backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    bool found = text.isEmpty() || m_browser->find(text, flags);
    if (!found) { // from the other end once more
        m_browser->moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
        found = m_browser->find(text, flags);
    }
    setPlainText(m_missing, found ? QString() : tr("Not found."));
}

} // namespace ccad
