// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ai_node/film_route.h"

#include "core/base/sha256.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {
namespace {

constexpr auto ownManufacturer = "CCAD"; // what results say, see core/results/common_modules.cpp

bool isFor(const NodeRule& rule, const QString& peer, const results::FilmSource& film)
{
    const auto holds = [](const QStringList& words, const QString& word) {
        return words.contains(word.trimmed(), Qt::CaseInsensitive);
    };
    return (rule.from.isEmpty() || rule.from.contains(peer))
        && holds(rule.modalities, film.modality)
        && (rule.bodyParts.isEmpty() || holds(rule.bodyParts, film.bodyPart));
}

} // namespace

int partOfStudy(const QString& studyUid, int parts)
{
    const QByteArray hash = sha256(studyUid.toLatin1());
    quint32 number = 0;
    for (int i = 0; i < 4; ++i)
        number = (number << 8) | static_cast<quint8>(hash.at(i));
    return static_cast<int>(number % static_cast<quint32>(parts)) + 1;
}

FilmRoute routeOf(const NodeConfig& config, const QString& peer, const results::FilmSource& film)
{
    if (film.manufacturer.trimmed() == QLatin1String(ownManufacturer))
        return {nullptr, u"It is a result of CCAD."_s};
    const auto rule = std::find_if(config.rules.begin(), config.rules.end(),
                                   [&](const auto& one) { return isFor(one, peer, film); });
    if (rule == config.rules.end())
        return {nullptr, u"No rule is for it."_s};
    if (partOfStudy(film.studyInstanceUid, rule->parts) != rule->part)
        return {nullptr, u"It is another node's part."_s};
    return {&*rule, {}};
}

QByteArray workKey(const QByteArray& fileSha256, const NodeRule& rule, const QString& modelSha256)
{
    Sha256 key;
    key.add(fileSha256);
    key.add(modelSha256.toLatin1());
    key.add(rule.to.toUtf8() + '\0' + (rule.ofPositives ? '1' : '0'));
    for (const results::ObjectKind kind : rule.objects)
        key.add(results::nameOf(kind).toLatin1() + '\0');
    return key.result();
}

} // namespace ccad
