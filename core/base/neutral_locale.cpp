// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/neutral_locale.h"

#include <clocale>

namespace ccad {

void useNeutralLocale()
{
    (void)std::setlocale(LC_NUMERIC, "C");
    (void)std::setlocale(LC_MESSAGES, "C");
    (void)std::setlocale(LC_TIME, "C");
}

} // namespace ccad
