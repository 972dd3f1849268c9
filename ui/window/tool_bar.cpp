// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/tool_bar.h"

#include "ui/commands/commands.h"
#include "ui/window/main_window.h"

#include <QLabel>
#include <QToolBar>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

void addCommand(QToolBar& bar, QAction* action)
{
    bar.addAction(action);
    QWidget* button = bar.widgetForAction(action);
    button->setAccessibleName(action->text().remove(QLatin1Char('&')));
    button->setFocusPolicy(Qt::TabFocus);
}

} // namespace

void fillToolBar(QToolBar& bar, const Commands& commands, QLabel& model)
{
    bar.setObjectName(u"toolBar"_s);
    bar.setAccessibleName(MainWindow::tr("Tools"));
    bar.setMovable(false);
    bar.setIconSize(QSize(20, 20));
    bar.setContextMenuPolicy(Qt::PreventContextMenu);
    const QList<QList<Command>> groups{
        {Command::Open, Command::Previous, Command::Next},
        {Command::Fit, Command::ActualSize, Command::ZoomIn, Command::ZoomOut},
        {Command::Invert, Command::RotateLeft, Command::RotateRight, Command::FlipHorizontally,
         Command::FlipVertically, Command::Reset},
        {Command::MeasureLength, Command::MeasureAngle},
        {Command::ShowOverlay, Command::Compare, Command::Tags, Command::Report},
        {Command::StudiesPanel, Command::FindingPanel},
    };
    for (const auto& group : groups) {
        if (!bar.actions().isEmpty())
            bar.addSeparator();
        for (const Command command : group)
            addCommand(bar, commands[command]);
    }
    auto* stretch = new QWidget(&bar);
    stretch->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    stretch->setAccessibleName(MainWindow::tr("Space"));
    bar.addWidget(stretch);
    model.setProperty("role", u"muted"_s);
    model.setTextFormat(Qt::PlainText);
    model.setText(MainWindow::tr("Model: loading…"));
    model.setAccessibleName(model.text());
    bar.addWidget(&model);
}

} // namespace ccad
