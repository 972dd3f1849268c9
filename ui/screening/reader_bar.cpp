// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screening/internal/reader_bar.h"

#include "ui/widgets/probability_bar.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int longestComment = 2000; ///< characters

QString summaryOf(const WorklistRow& row, const ScreeningJob& job)
{
    if (row.label < 0)
        return statusText(row.status);
    return ReaderBar::tr("%1, %2, %3")
        .arg(findingText(row, job), percentText(double(row.probability)),
             row.positive ? ReaderBar::tr("positive") : ReaderBar::tr("negative"));
}

} // namespace

ReaderBar::ReaderBar(QWidget* parent)
    : QWidget(parent), m_title(makeTextLabel({}, "heading", this)),
      m_remark(makeTextLabel({}, "muted", this)), m_comment(new QLineEdit(this))
{
    setAccessibleName(tr("Reader"));
    m_title->setObjectName(u"readerTitle"_s);
    m_remark->setObjectName(u"readerRemark"_s);
    m_comment->setObjectName(u"readerComment"_s);
    m_comment->setAccessibleName(tr("Comment on the current row"));
    m_comment->setPlaceholderText(tr("Comment (C)"));
    m_comment->setMaxLength(longestComment);
    m_comment->installEventFilter(this);
    connect(m_comment, &QLineEdit::editingFinished, this, &ReaderBar::commitComment);
    makeActions();

    auto* answers = new QHBoxLayout;
    answers->setSpacing(spacing::medium);
    answers->addWidget(makeButtons());
    answers->addWidget(m_comment, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    layout->setSpacing(spacing::small);
    layout->addWidget(m_title);
    layout->addWidget(m_remark);
    layout->addLayout(answers);
    show(nullptr, {}, false);
}

void ReaderBar::makeActions()
{
    const struct
    {
        Verdict verdict;
        QString text;
        Qt::Key key;
    } rows[] = {{Verdict::Agree, tr("&Agree"), Qt::Key_1},
                {Verdict::Disagree, tr("&Disagree"), Qt::Key_2},
                {Verdict::Unsure, tr("&Unsure"), Qt::Key_3},
                {Verdict::None, tr("C&lear the Verdict"), Qt::Key_0}};
    for (const auto& row : rows) {
        auto* action = new QAction(row.text, this);
        action->setShortcut(QKeySequence(row.key));
        action->setData(int(row.verdict));
        action->setCheckable(row.verdict != Verdict::None);
        const QString words = QString(row.text).remove(QLatin1Char('&'));
        action->setIconText(
            tr("%1 (%2)").arg(words, action->shortcut().toString(QKeySequence::NativeText)));
        connect(action, &QAction::triggered, this,
                [this, verdict = row.verdict] { Q_EMIT verdictGiven(verdict); });
        m_actions.push_back(action);
    }
    auto* comment = new QAction(tr("Co&mment"), this);
    comment->setShortcut(QKeySequence(Qt::Key_C));
    connect(comment, &QAction::triggered, this, &ReaderBar::focusComment);
    m_actions.push_back(comment);
    for (QAction* action : m_actions)
        action->setShortcutContext(Qt::WidgetShortcut);
}

QWidget* ReaderBar::makeButtons()
{
    auto* box = new QWidget(this);
    box->setAccessibleName(tr("Verdict of the reader"));
    auto* layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::small);
    for (QAction* action : m_actions) {
        if (!action->data().isValid())
            continue;
        auto* button = new QToolButton(box);
        button->setDefaultAction(action);
        button->setAccessibleName(action->text().remove(QLatin1Char('&')));
        button->setProperty("role", u"bordered"_s);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    return box;
}

void ReaderBar::show(const WorklistRow* row, const ScreeningJob& job, bool hidden)
{
    for (QAction* action : m_actions) {
        action->setEnabled(row != nullptr);
        if (action->isCheckable())
            action->setChecked(row && int(row->verdict) == action->data().toInt());
    }
    m_comment->setEnabled(row != nullptr);
    if (!row) {
        m_number = 0;
        m_comment->clear();
        setPlainText(m_title, tr("No row is chosen"));
        setPlainText(m_remark,
                     tr("Enter opens a study in the viewer, J and K go from row to row."));
        return;
    }
    const bool isOther = m_number != row->number;
    if (isOther)
        commitComment();
    if (isOther || m_comment->text() == m_kept)
        m_comment->setText(row->comment);
    m_number = row->number;
    m_kept = row->comment;
    setPlainText(m_title, tr("%1: %2").arg(worklistTitle(*row, hidden), summaryOf(*row, job)));
    setPlainText(m_remark, remarkText(*row, hidden).replace(QLatin1Char('\n'), QLatin1Char(' ')));
}

void ReaderBar::focusComment()
{
    m_comment->setFocus(Qt::ShortcutFocusReason);
    m_comment->selectAll();
}

void ReaderBar::commitComment()
{
    const QString comment = m_comment->text().simplified();
    if (m_number == 0 || comment == m_kept)
        return;
    m_kept = comment;
    Q_EMIT commentGiven(m_number, comment);
}

bool ReaderBar::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Escape)
        m_comment->setText(m_kept);
    else if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return QWidget::eventFilter(watched, event);
    commitComment();
    Q_EMIT commentLeft();
    return true;
}

} // namespace ccad
