// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/review_messages.h"

#include "ui/viewer/internal/study_files.h"
#include "ui/viewer/study_list_model.h"
#include "ui/words/patient_text.h"

#include <QCoreApplication>

namespace ccad {

void ReviewMessages::say(const QString& text)
{
    show({MessageBar::Severity::Information, text, {}});
}

void ReviewMessages::complain(const QString& text, const QString& path)
{
    show({MessageBar::Severity::Error, text, path});
}

void ReviewMessages::tellLeftOut(const StudyFiles& found)
{
    const QString text = leftOutText(found);
    if (text.isEmpty())
        return;
    if (found.firstProblem)
        complain(text, found.firstProblem->context);
    else
        say(text);
}

void ReviewMessages::refresh()
{
    if (!m_bar.isHidden())
        show(m_message);
}

void ReviewMessages::show(const Message& message)
{
    m_message = message;
    if (message.path.isEmpty())
        return m_bar.show(message.severity, message.text);
    const QString title = m_studies.title(message.path);
    const QString file = QCoreApplication::translate("ReviewMessages", "the file");
    m_bar.show(message.severity,
               withoutPath(message.text, message.path, title.isEmpty() ? file : title,
                           isPatientTextHidden(m_settings)));
}

} // namespace ccad
