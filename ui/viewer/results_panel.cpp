// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/results_panel.h"

#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <vector>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int mostRowsUnfolded = 500; ///< beyond these the tree begins folded

int levelOf(const QString& line)
{
    int spaces = 0;
    while (spaces < line.size() && line[spaces] == u' ')
        ++spaces;
    return spaces / 2;
}

/// On one line: a row of a tree has no more.
QString rowText(const QString& line)
{
    return line.simplified();
}

QList<QTreeWidgetItem*> rowsOf(const QStringList& lines)
{
    QList<QTreeWidgetItem*> top;
    std::vector<QTreeWidgetItem*> open; // the last row of each level
    for (const QString& line : lines) {
        auto* row = new QTreeWidgetItem(QStringList{rowText(line)});
        const auto level = std::min(std::size_t(levelOf(line)), open.size());
        open.resize(level);
        if (level == 0)
            top << row;
        else
            open.back()->addChild(row);
        open.push_back(row);
    }
    return top;
}

} // namespace

ResultsPanel::ResultsPanel(QWidget* parent)
    : QWidget(parent), m_choice(new QComboBox(this)),
      m_close(makeButton(tr("Close Result"), nullptr, this)),
      m_sentence(makeTextLabel({}, "muted", this)), m_tree(new QTreeWidget(this))
{
    setAccessibleName(tr("Results from files"));
    m_choice->setAccessibleName(tr("Result from a file"));
    m_choice->setAccessibleDescription(
        tr("The report, presentation state or map that is shown and drawn on its film."));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_close->setAccessibleDescription(tr("Takes the chosen result away; its file stays."));
    m_tree->setAccessibleName(tr("Content of the result"));
    m_tree->setObjectName(u"result"_s);
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setTabKeyNavigation(false);
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_tree->header()->setStretchLastSection(false);

    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(spacing::medium, spacing::small, spacing::medium, spacing::small);
    bar->setSpacing(spacing::large);
    bar->addWidget(makeCaption(tr("&Results from files"), m_choice, this));
    bar->addWidget(m_choice, 1);
    bar->addWidget(m_close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_sentence);
    layout->addWidget(m_tree, 1);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ResultsPanel::chosen);
    connect(m_close, &QPushButton::clicked, this, &ResultsPanel::closeRequested);
    hide();
}

void ResultsPanel::setEntries(const QStringList& titles, int chosen)
{
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    m_choice->addItems(titles);
    m_choice->setCurrentIndex(chosen);
    m_close->setEnabled(chosen >= 0);
    setVisible(!titles.isEmpty());
}

void ResultsPanel::setContent(const QStringList& lines, const QString& sentence)
{
    m_tree->clear();
    m_tree->addTopLevelItems(rowsOf(lines));
    if (lines.size() <= mostRowsUnfolded)
        m_tree->expandAll();
    else
        m_tree->expandToDepth(1);
    if (QTreeWidgetItem* first = m_tree->topLevelItem(0))
        m_tree->setCurrentItem(first);
    setPlainText(m_sentence, sentence);
}

QString ResultsPanel::sentence() const
{
    return m_sentence->text();
}

} // namespace ccad
