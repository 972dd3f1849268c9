// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/urgency.h"

#include <algorithm>
#include <cmath>

namespace ccad {

namespace {

bool meansNothingFound(const QString& name)
{
    QString words = name.trimmed().toLower();
    words.replace(u'_', u' ').replace(u'-', u' ');
    return words == u"normal" || words == u"negative" || words == u"healthy"
        || words == u"no finding";
}

double abnormality(std::span<const float> probabilities, int positiveClass, int negativeClass)
{
    const auto at = [&](int index) {
        return index >= 0 && std::size_t(index) < probabilities.size()
            ? double(probabilities[std::size_t(index)])
            : 0.0;
    };
    return std::clamp(negativeClass >= 0 ? 1 - at(negativeClass) : at(positiveClass), 0.0, 1.0);
}

} // namespace

int negativeClass(const QStringList& classes, int positiveClass)
{
    if (positiveClass < 0 || positiveClass >= classes.size())
        return -1;
    if (classes.size() == 2)
        return 1 - positiveClass;
    for (int i = 0; i < classes.size(); ++i)
        if (i != positiveClass && meansNothingFound(classes[i]))
            return i;
    return -1;
}

double urgencyOf(std::span<const float> probabilities, bool positive, int positiveClass,
                 int negativeClass)
{
    const double half = 0.5 * abnormality(probabilities, positiveClass, negativeClass);
    return positive ? 0.5 + half : std::min(half, std::nextafter(0.5, 0.0));
}

} // namespace ccad
