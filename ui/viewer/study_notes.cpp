// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/study_notes.h"

namespace ccad {

MeasurementList& StudyNotes::measurements(const QString& path)
{
    MeasurementList*& list = m_measurements[path];
    if (!list) {
        list = new MeasurementList(this);
        const auto tell = [this, path] { Q_EMIT changed(path); };
        connect(list, &MeasurementList::changed, this, tell);
        // What can be undone is known only after the list has changed.
        connect(&list->undoStack(), &QUndoStack::indexChanged, this, tell);
    }
    return *list;
}

std::vector<Measurement> StudyNotes::measured(const QString& path) const
{
    const MeasurementList* list = m_measurements.value(path);
    return list ? list->all() : std::vector<Measurement>();
}

void StudyNotes::setComment(const QString& path, const QString& comment)
{
    if (m_comments.value(path) == comment)
        return;
    m_comments.insert(path, comment);
    Q_EMIT changed(path);
}

} // namespace ccad
