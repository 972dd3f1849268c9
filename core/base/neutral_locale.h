// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ccad {

/// Makes the C library write numbers with a point and name its errors in English, whatever the
/// user's locale: both end up in files that others compare to the byte, and CCAD speaks English.
/// Text stays in the user's encoding. To be called once, behind the making of the application,
/// which sets the locale.
void useNeutralLocale();

} // namespace ccad
