// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>

namespace ccad {

/// Whether the overlay is to be seen: switched on, and not held back by a key that is down.
class OverlaySwitch
{
public:
    void setOn(bool on) { m_isOn = on; }
    [[nodiscard]] bool isOn() const { return m_isOn; }
    [[nodiscard]] bool isShown() const { return m_isOn && !m_isHeldBack; }

    void holdBack();
    [[nodiscard]] bool isHeldBack() const { return m_isHeldBack; }
    /// True when it was held back for so short that the key was only tapped.
    bool release();

private:
    bool m_isOn = true;
    bool m_isHeldBack = false;
    QElapsedTimer m_held;
};

} // namespace ccad
