// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/overlay/overlay.h"

#include <QWidget>

namespace ccad {

/// The legend of the overlay: which colour stands for how much.
class ColourBar final : public QWidget
{
    Q_OBJECT
public:
    explicit ColourBar(QWidget* parent = nullptr);

    void setColourMap(ColourMap map);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    ColourMap m_map = ColourMap::Inferno;
};

} // namespace ccad
