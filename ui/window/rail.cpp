// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/internal/rail.h"

#include "ui/widgets/theme.h"

#include <QAction>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int railWidth = 80;

} // namespace

Rail::Rail(const QList<QAction*>& places, QWidget* parent) : QFrame(parent)
{
    setObjectName(u"rail"_s);
    setAccessibleName(tr("Places"));
    setFixedWidth(railWidth);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(spacing::small, spacing::medium, spacing::small, spacing::medium);
    layout->setSpacing(spacing::small);
    for (QAction* place : places) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(place);
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setIconSize(QSize(24, 24));
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        button->setAccessibleName(place->text().remove(QLatin1Char('&')));
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    layout->addStretch(1);
}

} // namespace ccad
