// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/results/result_objects.h"

#include "core/results/internal/object_makers.h"
#include "core/results/internal/view_turn.h"

#include <QDir>
#include <QFileInfo>

#include <array>

using namespace Qt::StringLiterals;

namespace ccad::results {

namespace {

constexpr std::array makers = {
    ObjectMaker{ObjectKind::Film, "film", "Film", makeFilm},
    ObjectMaker{ObjectKind::StructuredReport, "sr", "Structured report", makeStructuredReport},
    ObjectMaker{ObjectKind::SecondaryCapture, "sc", "Picture with finding", makeSecondaryCapture},
    ObjectMaker{ObjectKind::PresentationState, "gsps", "Presentation state", makePresentationState},
    ObjectMaker{ObjectKind::ParametricMap, "map", "Class maps", makeParametricMap},
    ObjectMaker{ObjectKind::Segmentation, "seg", "Segmentation of the lungs", makeSegmentation},
    ObjectMaker{ObjectKind::Pdf, "pdf", "Report as PDF", makePdf},
};

/// Is there the same object already? Its UID says so, whatever the file holds beside it.
bool holds(const QString& path, const QString& sopInstanceUid)
{
    const auto known = readFilmSource(path);
    return known && known->sopInstanceUid == sopInstanceUid;
}

} // namespace

QString ObjectRequest::instanceUid(ObjectKind kind) const
{
    if (kind == ObjectKind::Film)
        return film.sopInstanceUid;
    const QByteArray name = nameOf(kind).toLatin1();
    // Another window or another page is another object beside the first, in the same series.
    if (kind == ObjectKind::SecondaryCapture || kind == ObjectKind::PresentationState)
        return uids.uid(name, "instance " + shownKey(shown));
    if (kind == ObjectKind::Pdf)
        return uids.uid(name, "instance " + sha256Hex(reportPdf).toLatin1() + shownKey(shown));
    return uids.uid(name, "instance");
}

QString ObjectRequest::seriesUid(ObjectKind kind) const
{
    return kind == ObjectKind::Film ? film.seriesInstanceUid
                                    : uids.uid(nameOf(kind).toLatin1(), "series");
}

std::span<const ObjectMaker> objectMakers()
{
    return makers;
}

QString nameOf(ObjectKind kind)
{
    switch (kind) {
    case ObjectKind::Film:
        return u"film"_s;
    case ObjectKind::StructuredReport:
        return u"sr"_s;
    case ObjectKind::SecondaryCapture:
        return u"sc"_s;
    case ObjectKind::PresentationState:
        return u"gsps"_s;
    case ObjectKind::ParametricMap:
        return u"map"_s;
    case ObjectKind::Segmentation:
        return u"seg"_s;
    case ObjectKind::Pdf:
        return u"pdf"_s;
    case ObjectKind::KeyObjects:
        break;
    }
    return u"kos"_s;
}

Result<QString> writeObject(const ResultObject& object, const QString& folder,
                            const QString& fileName, Existing existing)
{
    const QString suffix = u".%1.dcm"_s.arg(nameOf(object.kind));
    const QString path
        = QDir(folder).filePath(fittingFileName(QFileInfo(fileName).fileName(), suffix));
    const bool isFree = !QFileInfo::exists(path) && !QFileInfo(path).isSymLink();
    if (!isFree && existing == Existing::Keep && !holds(path, object.sopInstanceUid))
        return Error{ErrorCode::AlreadyExists,
                     u"The file %1 exists and is another one."_s.arg(path), path};
    if (auto written = writeFileAtomically(path, object.bytes); !written)
        return written.error();
    return path;
}

} // namespace ccad::results
