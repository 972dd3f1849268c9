// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/measurement.h"

#include <QCoreApplication>
#include <QUndoCommand>

#include <cmath>
#include <numbers>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QPointF inMillimetres(QPointF distance, const std::optional<PixelSpacing>& spacing)
{
    return spacing ? QPointF(distance.x() * spacing->columnMm, distance.y() * spacing->rowMm)
                   : distance;
}

double lengthOf(QPointF distance)
{
    return std::hypot(distance.x(), distance.y());
}

QString translated(const char* text)
{
    return QCoreApplication::translate("ccad::Measurement", text);
}

QString withSource(const QString& length, SpacingSource source)
{
    switch (source) {
    case SpacingSource::PixelSpacing:
        return translated(QT_TRANSLATE_NOOP("ccad::Measurement", "%1, plane not stated"))
            .arg(length);
    case SpacingSource::ImagerPixelSpacing:
        return translated(QT_TRANSLATE_NOOP("ccad::Measurement", "%1 at the detector")).arg(length);
    case SpacingSource::NominalScannedPixelSpacing:
        return translated(QT_TRANSLATE_NOOP("ccad::Measurement", "%1 of the film")).arg(length);
    case SpacingSource::MagnificationFactor:
        return translated(QT_TRANSLATE_NOOP("ccad::Measurement",
                                            "%1 in the patient, by the magnification factor"))
            .arg(length);
    case SpacingSource::SourceDistances:
        return translated(QT_TRANSLATE_NOOP("ccad::Measurement",
                                            "%1 in the patient, by the distances of the source"))
            .arg(length);
    case SpacingSource::Calibrated:
        return translated(QT_TRANSLATE_NOOP("ccad::Measurement", "%1, calibrated")).arg(length);
    case SpacingSource::CalibratedByGeometry:
        return translated(QT_TRANSLATE_NOOP("ccad::Measurement", "%1, calibrated by geometry"))
            .arg(length);
    case SpacingSource::CalibratedByObject:
        return translated(QT_TRANSLATE_NOOP("ccad::Measurement",
                                            "%1, calibrated with an object of known size"))
            .arg(length);
    }
    return length;
}

} // namespace

LengthUnit lengthUnitOf(const QString& word)
{
    return word == QLatin1String("cm") ? LengthUnit::Centimetre : LengthUnit::Millimetre;
}

double lengthOf(const Measurement& measurement, const std::optional<PixelSpacing>& spacing)
{
    if (measurement.points.size() < 2)
        return 0;
    return lengthOf(inMillimetres(measurement.points[1] - measurement.points[0], spacing));
}

double angleOf(const Measurement& measurement, const std::optional<PixelSpacing>& spacing)
{
    if (measurement.points.size() < 3)
        return 0;
    const QPointF a = inMillimetres(measurement.points[0] - measurement.points[1], spacing);
    const QPointF b = inMillimetres(measurement.points[2] - measurement.points[1], spacing);
    if (lengthOf(a) == 0 || lengthOf(b) == 0)
        return 0;
    const double cross = a.x() * b.y() - a.y() * b.x();
    return std::abs(std::atan2(cross, QPointF::dotProduct(a, b))) * 180 / std::numbers::pi;
}

QString lengthText(double mm, LengthUnit unit, SpacingSource source, int decimals)
{
    const QString length = unit == LengthUnit::Centimetre
        ? translated(QT_TRANSLATE_NOOP("ccad::Measurement", "%1 cm"))
              .arg(QString::number(mm / 10, 'f', decimals + 1))
        : translated(QT_TRANSLATE_NOOP("ccad::Measurement", "%1 mm"))
              .arg(QString::number(mm, 'f', decimals));
    return withSource(length, source);
}

QString textOf(const Measurement& measurement, const std::optional<PixelSpacing>& spacing,
               LengthUnit unit)
{
    if (measurement.kind == Measurement::Kind::Angle)
        return u"%1°"_s.arg(QString::number(angleOf(measurement, spacing), 'f', 1));
    const double length = lengthOf(measurement, spacing);
    if (spacing)
        return lengthText(length, unit, spacing->source, 1);
    return translated(QT_TRANSLATE_NOOP("ccad::Measurement", "%1 pixels"))
        .arg(QString::number(length, 'f', 0));
}

/// Goes from one state of the list to another and back.
class MeasurementList::Edit final : public QUndoCommand
{
public:
    Edit(MeasurementList& list, const QString& text, std::vector<Measurement> after)
        : QUndoCommand(text), m_list(list), m_before(list.all()), m_after(std::move(after))
    {
    }
    void undo() override { m_list.set(m_before); }
    void redo() override { m_list.set(m_after); }

private:
    MeasurementList& m_list;
    std::vector<Measurement> m_before;
    std::vector<Measurement> m_after;
};

MeasurementList::MeasurementList(QObject* parent) : QObject(parent) { }

void MeasurementList::add(const Measurement& measurement)
{
    if (!isWhole(measurement))
        return;
    auto after = m_all;
    after.push_back(measurement);
    edit(measurement.kind == Measurement::Kind::Length ? tr("Measure Length") : tr("Measure Angle"),
         after);
}

void MeasurementList::replace(int index, const Measurement& measurement)
{
    if (index < 0 || index >= int(m_all.size()) || !isWhole(measurement))
        return;
    auto after = m_all;
    after[size_t(index)] = measurement;
    edit(tr("Move Measurement"), after);
}

void MeasurementList::remove(int index)
{
    if (index < 0 || index >= int(m_all.size()))
        return;
    auto after = m_all;
    after.erase(after.begin() + index);
    edit(tr("Delete Measurement"), after);
}

void MeasurementList::removeAll()
{
    edit(tr("Clear Measurements"), {});
}

void MeasurementList::restore(std::vector<Measurement> measurements)
{
    std::erase_if(measurements, [](const Measurement& m) { return !isWhole(m); });
    m_undo.clear();
    set(measurements);
}

void MeasurementList::set(const std::vector<Measurement>& measurements)
{
    if (m_all == measurements)
        return;
    m_all = measurements;
    Q_EMIT changed();
}

void MeasurementList::edit(const QString& text, const std::vector<Measurement>& after)
{
    if (after != m_all)
        m_undo.push(new Edit(*this, text, after)); // the stack owns it and calls redo()
}

} // namespace ccad
