// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace ccad {

class ExportMenu;

/// Shows how far an export is, with a button that ends it. Takes no room while nothing is written.
class ExportStrip final : public QWidget
{
    Q_OBJECT
public:
    /// The exports must outlive the strip.
    explicit ExportStrip(ExportMenu& exports, QWidget* parent = nullptr);

private:
    void update();

    ExportMenu& m_exports;
    QLabel* m_text;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace ccad
