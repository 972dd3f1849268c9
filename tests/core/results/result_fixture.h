// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "core/results/result_objects.h"

#include <QByteArray>
#include <QString>

#include <functional>

class DcmDataset;

namespace ccad::test {

/// A film as a department sends it, drawn and said by code.
struct FilmFixture
{
    QByteArray modality = "DX"; ///< "DX", "CR" or "SC"; the last is a Secondary Capture
    bool inverted = false; ///< MONOCHROME1
    int bits = 12;
    QByteArray charset = "ISO_IR 100"; ///< or empty
    QByteArray patientName = "M\xFCller^J\xFCrgen"; ///< as bytes of that character set
    QByteArray orientation = "L\\F"; ///< Patient Orientation
    QByteArray burnedIn = "NO";
    int frames = 1; ///< several of a Secondary Capture have a SOP class for them, as DICOM asks
    int columns = 96;
    int rows = 112;
    std::function<void(DcmDataset&)> tags; ///< further tags, or other values
};

/// The bytes of the film's file.
[[nodiscard]] QByteArray filmFile(const FilmFixture& fixture);

/// What a model of three classes might say. `label` 0..2; the label's map has a hill in the middle
/// of the right half, the others' reach an edge or are flat.
[[nodiscard]] results::FilmResult madeUpResult(int label, GateDecision::Kind gate);

/// A film in a folder of its own with everything that makers ask for.
class ReadyFilm
{
public:
    ReadyFilm(const FilmFixture& fixture, const results::FilmResult& result);

    [[nodiscard]] const results::FilmSource& source() const { return m_source; }
    [[nodiscard]] const results::FilmResult& result() const { return m_result; }
    [[nodiscard]] const Radiograph& radiograph() const { return m_radiograph; }
    [[nodiscard]] results::ObjectRequest request() const;

private:
    results::FilmSource m_source;
    results::FilmResult m_result;
    Radiograph m_radiograph;
    results::ResultUids m_uids;
};

/// The object of that kind; fails the program when it cannot be made.
[[nodiscard]] results::ResultObject madeObject(results::ObjectKind kind,
                                               const results::ObjectRequest& request);

} // namespace ccad::test
