// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/newest_wins.h"
#include "ui/widgets/markdown.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;

namespace ccad {

/// The manual with its contents and a search, beside the window and not in front of it.
class ManualWindow final : public QDialog
{
    Q_OBJECT
public:
    /// Returns before the file is read.
    explicit ManualWindow(const QString& file, QWidget* parent = nullptr);

    [[nodiscard]] MarkdownView& browser() const { return *m_browser; }

private:
    void makeContents();
    void fillContents();
    void findNext(bool backwards);

    MarkdownView* m_browser;
    QListWidget* m_contents;
    QLineEdit* m_search;
    QLabel* m_missing; ///< says that the text does not occur
    NewestWins m_reading;
};

} // namespace ccad
