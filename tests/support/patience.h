// SPDX-License-Identifier: GPL-3.0-or-later
// How long tests wait for what must happen. Every file that waits has to include this header, as
// tests/walls checks.
#pragma once

#include <QTest>

namespace ccad::test {

/// Longer than anything takes on a slow machine whose cores are all busy with something else. A
/// test that passes does not wait so long; it goes on as soon as it sees what it waits for.
constexpr int patienceMs = 60000;

} // namespace ccad::test

// Qt's own five seconds are too short beside other programs.
#undef QTRY_VERIFY
#undef QTRY_VERIFY2
#undef QTRY_COMPARE
#define QTRY_VERIFY(expr) QTRY_VERIFY_WITH_TIMEOUT(expr, ccad::test::patienceMs)
#define QTRY_VERIFY2(expr, message) QTRY_VERIFY2_WITH_TIMEOUT(expr, message, ccad::test::patienceMs)
#define QTRY_COMPARE(expr, expected)                                                               \
    QTRY_COMPARE_WITH_TIMEOUT(expr, expected, ccad::test::patienceMs)
