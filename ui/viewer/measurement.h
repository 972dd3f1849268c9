// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/radiograph.h"
#include "core/notes/study_note.h"

#include <QObject>
#include <QString>
#include <QUndoStack>

#include <optional>
#include <vector>

namespace ccad {

enum class LengthUnit
{
    Millimetre,
    Centimetre
};

/// "mm" or "cm", as Setting::LengthUnit keeps it; Millimetre for an unknown word.
[[nodiscard]] LengthUnit lengthUnitOf(const QString& word);

/// The length in millimetres, row and column spacing told apart; in pixels without a spacing.
[[nodiscard]] double lengthOf(const Measurement& measurement,
                              const std::optional<PixelSpacing>& spacing);
/// Degrees, 0..180, measured in millimetres where the spacing is known; 0 where two of its points
/// are the same.
[[nodiscard]] double angleOf(const Measurement& measurement,
                             const std::optional<PixelSpacing>& spacing);
/// "12.34 cm at the detector", "50 mm of the film", "98.7 mm in the patient, by the magnification
/// factor", "110.2 mm, calibrated": a length and the plane in which it holds. `decimals` counts the
/// decimals of millimetres.
[[nodiscard]] QString lengthText(double mm, LengthUnit unit, SpacingSource source, int decimals);
/// "123.4 mm, calibrated", "123.4 mm at the detector", "812 pixels", "47.3°".
[[nodiscard]] QString textOf(const Measurement& measurement,
                             const std::optional<PixelSpacing>& spacing, LengthUnit unit);

/// The measurements of one study, each edit undoable.
class MeasurementList final : public QObject
{
    Q_OBJECT
public:
    explicit MeasurementList(QObject* parent = nullptr);

    [[nodiscard]] const std::vector<Measurement>& all() const { return m_all; }
    [[nodiscard]] QUndoStack& undoStack() { return m_undo; }
    void add(const Measurement& measurement);
    void replace(int index, const Measurement& measurement);
    void remove(int index);
    void removeAll();
    /// Replaces everything by saved measurements and forgets what could be undone.
    void restore(std::vector<Measurement> measurements);

Q_SIGNALS:
    void changed();

private:
    class Edit;
    void set(const std::vector<Measurement>& measurements);
    void edit(const QString& text, const std::vector<Measurement>& after);

    std::vector<Measurement> m_all;
    QUndoStack m_undo;
};

} // namespace ccad
