// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/english_plurals.h"

using namespace Qt::StringLiterals;

namespace ccad {

QString EnglishPlurals::translate(const char*, const char* text, const char*, int n) const
{
    QString sentence = QString::fromUtf8(text);
    if (n < 0 || !sentence.contains(QLatin1String("(s)")))
        return {}; // the source text as it is
    return sentence.replace(QLatin1String("(s)"), n == 1 ? QString() : u"s"_s);
}

} // namespace ccad
