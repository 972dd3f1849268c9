// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/possible_classes.h"

#include "core/base/plain_number.h"
#include "core/package/class_words.h"

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QStringList chosen(const std::vector<int>& possible, const QStringList& all)
{
    QStringList words;
    for (const int index : possible)
        words << all.value(index);
    return words;
}

} // namespace

QString possibleClassesSentence(const std::vector<int>& possible, double coverage,
                                const QStringList& titles)
{
    const QString percent = plainNumber(coverage * 100, 4);
    if (possible.empty())
        return u"At %1 % coverage no class is possible: the model does not know."_s.arg(percent);
    const QString words = chosen(possible, titles).join(u" or "_s);
    return (possible.size() == 1
                ? u"Possible at %1 % coverage: %2 alone."_s
                : u"Possible at %1 % coverage: %2; the model does not know which."_s)
        .arg(percent, words);
}

QString possibleClassesSentence(const Finding& finding, const ModelManifest& manifest)
{
    if (!finding.possible || !manifest.predictionSets)
        return {};
    QStringList titles;
    for (const ModelClass& entry : manifest.classes)
        titles << wordsFor(entry);
    return possibleClassesSentence(*finding.possible, manifest.predictionSets->coverage, titles);
}

QString possibleClassesCell(const std::vector<int>& possible, const QStringList& names)
{
    return possible.empty() ? u"none"_s : chosen(possible, names).join(u'|');
}

} // namespace ccad
