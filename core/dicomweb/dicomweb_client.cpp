// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dicomweb/dicomweb_client.h"
#include "core/nodes/answers_json.h"

#include "core/dicomweb/internal/http_exchange.h"
#include "core/dicomweb/internal/resource_path.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace ccad::dicomweb {
namespace {

constexpr char jsonType[] = "application/dicom+json";

/// The path of the list that the level names, below what the query's UIDs fix.
Result<QByteArray> listPath(const Query& query)
{
    const auto [study, series, instance] = uidsOf(query);
    switch (query.level) {
    case QueryLevel::Patient:
        return Error{
            ErrorCode::Unsupported, u"DICOMweb lists no patients; ask for their studies."_s, {}};
    case QueryLevel::Study:
        return QByteArray("/studies");
    case QueryLevel::Series:
        return study.isEmpty() ? QByteArray("/series") : "/studies/" + study + "/series";
    case QueryLevel::Image:
        break;
    }
    if (study.isEmpty())
        return QByteArray("/instances");
    return "/studies/" + study + (series.isEmpty() ? QByteArray() : "/series/" + series)
        + "/instances";
}

QByteArray hexTag(quint32 tag)
{
    return QByteArray::number(tag, 16).toUpper().rightJustified(8, '0');
}

/// One more than is wanted tells that there are more.
QByteArray parametersOf(const Query& query, int mostMatches)
{
    QByteArray parameters = "?limit=" + QByteArray::number(mostMatches + 1);
    if (query.isFuzzy)
        parameters += "&fuzzymatching=true";
    for (const auto& [tag, value] : query.keys)
        parameters += value.isEmpty() ? "&includefield=" + hexTag(tag)
                                      : '&' + hexTag(tag) + '='
                + QUrl::toPercentEncoding(QString(value).replace(u'\\', u','), "*,");
    return parameters;
}

} // namespace

Result<void> echo(const Node& node, const NetworkLimits& limits, const CancelToken& cancel)
{
    const auto ready = WebNode::make(node, limits);
    if (!ready)
        return ready.error();
    const auto body
        = exchange(*ready, {.path = "/studies?limit=1", .accept = jsonType}, mostJsonBytes, cancel);
    if (!body)
        return body.error();
    const auto matches = answerInJson(*body, 1, cancel);
    return matches ? Result<void>() : matches.error();
}

Result<QueryAnswer> find(const Node& node, const Query& query, const NetworkLimits& limits,
                         const Progress& progress, const CancelToken& cancel)
{
    const auto path = listPath(query);
    if (!path)
        return path.error();
    const auto ready = WebNode::make(node, limits);
    if (!ready)
        return ready.error();
    if (progress)
        progress(0, 0, u"Asking the archive"_s);
    const QByteArray parameters = parametersOf(query, limits.mostMatches);
    const auto body
        = exchange(*ready, {.path = *path + parameters, .accept = jsonType}, mostJsonBytes, cancel);
    return body ? answerInJson(*body, limits.mostMatches, cancel) : body.error();
}

} // namespace ccad::dicomweb
