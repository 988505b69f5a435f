"""FCP7 XML (xmeml): what Premiere, Resolve, Hiero and Final Cut Pro 7 export and import.

Source: timelines fact sheet, section 6; Apple's Final Cut Pro XML Interchange Format, version 5.
"""
