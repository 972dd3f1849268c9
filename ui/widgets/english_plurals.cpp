// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/english_plurals.h"

namespace ccad {

QString EnglishPlurals::translate(const char*, const char* text, const char*, int n) const
{
    QString sentence = QString::fromUtf8(text);
    if (n < 0 || !sentence.contains(QLatin1String("(s)")))
        return {}; // the source text as it is
    return sentence.replace(QLatin1String("(s)"), n == 1 ? QString() : QStringLiteral("s"));
}

} // namespace ccad
