// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/window/internal/about_window.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace ccad {

/// The manual with its contents and a search, beside the window and not in front of it.
class ManualWindow final : public QDialog
{
    Q_OBJECT
public:
    explicit ManualWindow(const QString& file, QWidget* parent = nullptr);

    [[nodiscard]] QTextBrowser& browser() const { return *m_browser; }

private:
    void fillContents();
    void findNext(bool backwards);

    QTextBrowser* m_browser;
    QListWidget* m_contents;
    QLineEdit* m_search;
    QLabel* m_missing; ///< says that the text does not occur
};

} // namespace ccad
