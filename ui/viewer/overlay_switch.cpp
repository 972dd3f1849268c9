// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/overlay_switch.h"

namespace ccad {

namespace {

constexpr qint64 shortTapMs = 250;

} // namespace

void OverlaySwitch::holdBack()
{
    m_isHeldBack = true;
    m_held.start();
}

bool OverlaySwitch::release()
{
    const bool isTap = m_isHeldBack && m_held.elapsed() < shortTapMs;
    m_isHeldBack = false;
    return isTap;
}

} // namespace ccad
