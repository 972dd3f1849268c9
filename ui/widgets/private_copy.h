// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QImage;
class QString;

namespace ccad {

// What is copied out of a study may tell who it is about. It goes to the clipboard with the hint by
// which managers of clipboards (Klipper and others) neither keep nor show it.

void copyPrivately(const QImage& image);
void copyPrivately(const QString& text);

} // namespace ccad
