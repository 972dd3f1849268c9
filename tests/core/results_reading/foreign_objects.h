// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>
#include <vector>

class DcmDataset;
class DcmItem;

namespace ccad::test {

/// Whom and what a foreign object is about.
struct ForeignFilm
{
    QByteArray sopClassUid = "1.2.840.10008.5.1.4.1.1.1.1";
    QByteArray sopInstanceUid = "1.2.3.4.5";
    QByteArray patientId = "4711";
    QByteArray patientName = "Doe^Jane";
};

/// A Comprehensive SR written by DCMTK's dcmsr, which shares no code with CCAD's writer: texts,
/// codes, a measurement with its unit, a name, dates, references, and a circle on the film.
[[nodiscard]] QByteArray foreignReport(const ForeignFilm& film);

/// The bare presentation state of a film; `fill` adds what is drawn.
[[nodiscard]] QByteArray foreignState(const ForeignFilm& film,
                                      const std::function<void(DcmDataset&)>& fill);
/// Adds a graphic object to an item of Graphic Annotation Sequence.
void addGraphic(DcmItem& annotation, const char* type, const char* units,
                const std::vector<float>& coordinates, const char* filled = nullptr);

/// A basic text report whose containers are nested so deep, in undefined lengths.
[[nodiscard]] QByteArray nestedReport(int depth);

} // namespace ccad::test
