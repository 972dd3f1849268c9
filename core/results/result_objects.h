// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/base/result.h"
#include "core/imaging/radiograph.h"
#include "core/preprocess/lung_mask.h"
#include "core/results/drawn_film.h"
#include "core/results/film_result.h"
#include "core/results/film_source.h"
#include "core/results/result_uids.h"

#include <QByteArray>
#include <QPointF>
#include <QString>

#include <optional>
#include <span>
#include <vector>

namespace ccad::results {

/// The DICOM objects that CCAD writes.
enum class ObjectKind
{
    Film, ///< a Secondary Capture of a film that is no DICOM object, for the others to refer to
    StructuredReport,
    SecondaryCapture,
    PresentationState,
    ParametricMap,
    Segmentation,
    Pdf,
    KeyObjects ///< of a batch; has no maker, see key_objects.h
};

/// A line, or the two arms of an angle, that a reader measured.
struct ShownMeasurement
{
    std::vector<QPointF> points; ///< of the radiograph, unturned; pixel (0, 0) covers 0..1
    QString text; ///< "123.4 mm, calibrated", "47.3 degrees"
};

/// How a class map is laid over the film.
enum class MapStyle
{
    Contours, ///< the outlines of ClassResult::regions
    Colours,
    Both
};

/// How the film was shown, for the objects that repeat it.
struct ShownAs
{
    Voi voi;
    int quarterTurns = 0; ///< clockwise, 0..3, after mirroring
    bool mirrored = false; ///< left and right exchanged
    bool inverted = false; ///< the reader exchanged black and white
    bool arePlanesHidden = false; ///< the film's own planes
    MapStyle map = MapStyle::Contours;
    std::vector<ShownMeasurement> measurements = {};
};

/// All that a maker may use. The references are valid during the call.
struct ObjectRequest
{
    const FilmSource& film;
    const FilmResult& result;
    const ResultUids& uids;
    const Radiograph& radiograph; ///< the whole picture, with pixels
    ShownAs shown;
    std::optional<LungMask> lungs = {}; ///< absent: not found, or not looked for
    /// The report of the window as PDF; empty: ObjectKind::Pdf is a plain page of its own.
    QByteArray reportPdf = {};
    DrawnFilm drawn = {}; ///< the makers' own, see drawnFilm()

    /// Of the object of that kind; for ObjectKind::Film those that the others refer to. Of an
    /// object that repeats how the film was shown the instance follows from that, too.
    [[nodiscard]] QString instanceUid(ObjectKind kind) const;
    [[nodiscard]] QString seriesUid(ObjectKind kind) const;
};

/// An object, ready to be written.
struct ResultObject
{
    ObjectKind kind = ObjectKind::StructuredReport;
    QString sopClassUid;
    QString sopInstanceUid;
    QString seriesInstanceUid;
    QByteArray bytes; ///< a DICOM file: explicit VR little endian, UTF-8
};

/// A kind, its names, and the function that makes it.
struct ObjectMaker
{
    ObjectKind kind;
    const char* name; ///< "sr": option, key in JSON, and "film.sr.dcm"
    const char* title; ///< words for people: "Structured report"
    /// Errors: Unsupported with a sentence where the film or the result has nothing for this kind
    /// (no lungs found, no map): not a failure of the film; Internal.
    Result<ResultObject> (*make)(const ObjectRequest& request);
};

/// Every kind of one film's objects, in the order in which they are written: the film itself first.
/// A new kind is a row here.
[[nodiscard]] std::span<const ObjectMaker> objectMakers();

/// A kind that the film or the result has nothing for.
struct LeftOutObject
{
    ObjectKind kind = ObjectKind::StructuredReport;
    QString reason; ///< a sentence
};

struct MadeObjects
{
    std::vector<ResultObject> objects; ///< in the order of objectMakers()
    std::vector<LeftOutObject> leftOut;
};

/// The objects of these kinds, on all cores. ObjectKind::Film comes by itself where the film is no
/// DICOM object. Error: Internal.
[[nodiscard]] Result<MadeObjects> makeObjects(const ObjectRequest& request,
                                              std::span<const ObjectKind> kinds);

/// "Structured report"; the same as ObjectMaker::title, for KeyObjects "Key objects".
[[nodiscard]] QString titleOf(ObjectKind kind);

/// "sr"; the same as ObjectMaker::name, for KeyObjects "kos".
[[nodiscard]] QString nameOf(ObjectKind kind);
/// The kind that somebody asks for by that name; none for ObjectKind::Film, which comes by itself.
[[nodiscard]] std::optional<ObjectKind> kindOf(const QString& name);

/// "<name of the file>.<kind>.dcm": the name of the object's file.
[[nodiscard]] QString objectFileName(ObjectKind kind, const QString& fileName);

/// Writes the object as `folder`/objectFileName(), atomically. What is there already
/// is kept unless it is a result of the same UID or may be replaced. Returns the path. Errors:
/// WriteFailed, AlreadyExists.
[[nodiscard]] Result<QString> writeObject(const ResultObject& object, const QString& folder,
                                          const QString& fileName,
                                          Existing existing = Existing::Keep);
/// writeObject() of all of them at once; the answers are in their order.
[[nodiscard]] std::vector<Result<QString>> writeObjects(std::span<const ResultObject> objects,
                                                        const QString& folder,
                                                        const QString& fileName,
                                                        Existing existing = Existing::Keep);

} // namespace ccad::results
