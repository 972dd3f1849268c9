// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings.h"

#include <QWidget>

namespace ccad {

/// Theme, units, the display of patient text, the studies opened at the start.
class GeneralPage final : public QWidget
{
    Q_OBJECT
public:
    explicit GeneralPage(Settings& settings, QWidget* parent = nullptr);
};

/// The actions of mouse buttons and wheel over the picture.
class MousePage final : public QWidget
{
    Q_OBJECT
public:
    explicit MousePage(Settings& settings, QWidget* parent = nullptr);
};

/// How much of the machine CCAD may take.
class EnginePage final : public QWidget
{
    Q_OBJECT
public:
    explicit EnginePage(Settings& settings, QWidget* parent = nullptr);
};

} // namespace ccad
