// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace ccad {

/// What reports, presentation states and maps say that were opened beside the films: one is chosen,
/// and its content is a tree of words. In sight only while there are some.
class ResultsPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit ResultsPanel(QWidget* parent = nullptr);

    /// The entries to choose from, and the chosen one, or -1. Emits nothing.
    void setEntries(const QStringList& titles, int chosen);
    /// Lines of a tree, two spaces of indentation a level, and a sentence above it or nothing.
    void setContent(const QStringList& lines, const QString& sentence);

    [[nodiscard]] QComboBox& choice() const { return *m_choice; }
    [[nodiscard]] QTreeWidget& tree() const { return *m_tree; }
    [[nodiscard]] QString sentence() const;

Q_SIGNALS:
    void chosen(int entry);
    void closeRequested(); ///< of the chosen one

private:
    QComboBox* m_choice;
    QPushButton* m_close;
    QLabel* m_sentence;
    QTreeWidget* m_tree;
};

} // namespace ccad
