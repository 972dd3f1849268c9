// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/in_order.h"
#include "ui/plots/plot_export.h"

#include <QWidget>

class QLabel;
class QMenu;
class QToolButton;
class QVBoxLayout;

namespace ccad {

class MessageBar;

/// A titled plot that can be exported, from a button and from its context menu.
class PlotFrame : public QWidget
{
    Q_OBJECT
public:
    explicit PlotFrame(QWidget* parent = nullptr);

    /// Draws the file at once, writes it in the background, and reports the outcome.
    void exportTo(const QString& path, PlotFormat format);
    [[nodiscard]] QString title() const;

public Q_SLOTS:
    /// Asks for a file to export to.
    void exportAs(ccad::PlotFormat format);

Q_SIGNALS:
    void exported(const QString& path);
    void exportFailed(const QString& sentence);

protected:
    void setTitle(const QString& title);
    void setBody(QWidget* body);
    void setExportable(bool exportable);
    /// The menu that a context click and the button open; entries can be added.
    [[nodiscard]] QMenu& menu() const { return *m_menu; }

    /// The drawing for files: title included, dark on white.
    [[nodiscard]] virtual PlotDrawing drawing() const = 0;
    [[nodiscard]] virtual CsvTable table() const = 0;

    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void addExport(PlotFormat format, const QString& text);

    QLabel* m_title;
    QToolButton* m_button;
    QMenu* m_menu;
    MessageBar* m_message;
    QVBoxLayout* m_layout;
    InOrder m_writing;
};

} // namespace ccad
