// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study/study_records.h"

namespace ccad {

StudyRecords::StudyRecords(RecordPaths paths, QObject* parent)
    : QObject(parent), m_files(std::make_shared<RecordFiles>(std::move(paths)))
{
    m_pool.setMaxThreadCount(1);
}

StudyRecords::~StudyRecords()
{
    m_pool.waitForDone();
}

} // namespace ccad
