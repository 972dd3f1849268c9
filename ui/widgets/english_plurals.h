// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

namespace ccad {

/// Shows "%n image(s)" as "1 image" or "2 images" where no translation is loaded. Install it first,
/// so that a real translation goes before it.
class EnglishPlurals final : public QTranslator
{
    Q_OBJECT
public:
    using QTranslator::QTranslator;

    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char* context, const char* text,
                                    const char* disambiguation, int n) const override;
};

} // namespace ccad
